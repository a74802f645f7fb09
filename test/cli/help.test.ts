import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../cli/src/program.ts';
import { createTerminal } from '../../cli/src/terminal.ts';
import type { Context } from '../../cli/src/verb.ts';
import { orangery, root } from '../helpers/orangery.ts';

const context: Context = {
  cwd: root,
  env: {},
  terminal: createTerminal(process),
  signal: new AbortController().signal,
};
const program = await createProgram(context, []);

describe('the command line', () => {
  it('has exactly the verbs that cli/README.md lists, in its order', () => {
    const readme = readFileSync(join(root, 'cli/README.md'), 'utf8');
    const listed = [...readme.matchAll(/^\| `([a-z]+)` /gm)].map(([, name]) => name);
    expect(program.commands.map((command) => command.name())).toEqual(listed);
  });

  it('loads the verb that is called, and of the others what the list shows', async () => {
    const { commands } = await createProgram(context, ['predict', '--help']);
    const loaded = commands.filter((command) => command.options.length > 1);
    expect(loaded.map((command) => command.name())).toEqual(['predict']);
    expect(commands.map((command) => command.description())).not.toContain('');
  });

  it.each(program.commands.map((command) => command.name()))(
    '%s --help shows an example',
    async (name) => {
      const { code, stdout } = await orangery([name, '--help']);
      expect(code).toBe(0);
      expect(stdout).toContain('Usage: orangery ');
      expect(stdout).toMatch(/Examples?:\n\s+orangery /);
    },
  );

  it('verifies a shipped module and fails, naming the file, after one byte is changed', async () => {
    const { cp, mkdtemp, readFile, rm, writeFile } = await import('node:fs/promises');
    const { tmpdir } = await import('node:os');
    const good = await orangery(['verify', 'seed-classifier', '--json']);
    expect(good.code).toBe(0);
    expect(good.record).toMatchObject({ kind: 'verified', level: 'consistent' });
    const folder = await mkdtemp(join(tmpdir(), 'orangery-verify-'));
    const copy = join(folder, 'seed-classifier');
    await cp(join(root, 'modules/seed-classifier'), copy, { recursive: true });
    const weights = join(copy, 'artifact/weights.bin');
    const bytes = await readFile(weights);
    bytes[100]! ^= 1;
    await writeFile(weights, bytes);
    const bad = await orangery(['verify', copy]);
    expect(bad.code).toBe(1);
    expect(bad.stderr).toContain('VERIFY_FAILED');
    expect(bad.stderr).toContain('artifact/weights.bin');
    await rm(folder, { recursive: true });
  });

  it.each(['leaf-classifier', 'seed-classifier'])('%s passes its golden test', async (id) => {
    const outcome = await orangery(['test', id]);
    expect(outcome.stderr).toBe('');
    expect(outcome.code).toBe(0);
  });
});
