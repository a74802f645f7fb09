import { spawn } from 'node:child_process';
import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { orangery, root } from '../../../helpers/orangery.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

interface Up {
  readonly url: string;
  readonly catalogue: string;
  readonly runner: string;
  readonly tokens: Readonly<Record<string, string>>;
}

/** Starts `orangery github up` and waits for its addresses; stops it as Ctrl-C does. */
async function startUp(): Promise<Up & { readonly stop: () => Promise<string> }> {
  const args = [join(root, 'cli/bin/orangery.mjs'), 'github', 'up', '--json'];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  const ended = new Promise<string>((resolve) => child.once('close', () => resolve(out)));
  const first = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (out.includes('\n')) resolve(out.split('\n')[0]!);
    });
    child.once('close', () => reject(new Error(`it ended: ${out}`)));
  });
  const up: Up = JSON.parse(first);
  const stop = async (): Promise<string> => {
    child.kill('SIGINT');
    return ended;
  };
  return { ...up, stop };
}

/** A marketplace with what `github init` and `access` read. */
async function marketplace(): Promise<string> {
  const folder = await tempFolder({
    'orangery.config.yml': 'schema: configuration/1\ntitle: Ours # kept\n',
  });
  await mkdir(join(folder, 'runner/github'), { recursive: true });
  await mkdir(join(folder, '.github'));
  const workflows = 'runner/github/workflows';
  await cp(join(root, workflows), join(folder, workflows), { recursive: true });
  return folder;
}

describe('orangery github', () => {
  it('is up until Ctrl-C; access is planned and applied there, and init sees it', async () => {
    const { url, catalogue, runner, tokens, stop } = await startUp();
    const cwd = await marketplace();
    const place = ['--catalogue', catalogue, '--runner', runner];
    const env = { GITHUB_API_URL: url, GITHUB_TOKEN: tokens.root! };
    const kinds = (record: unknown): unknown[] =>
      (record as { steps: { kind: string }[] }).steps.map(({ kind }) => kind);

    const before = await orangery(['github', 'init', ...place], { cwd, env });
    expect(before.stdout).toContain('✗ Rules of branches of garden/orangery:');
    expect(before.stdout).toContain('✓ garden/orangery-runner is private and has no forks');
    expect(before.stdout).toContain('? There is an App with');

    const planned = await orangery(['access', 'plan', ...place, '--json'], { cwd, env });
    expect(planned.code, planned.stderr).toBe(0);
    expect(kinds(planned.record)).toContain('set-ruleset');
    const refused = await orangery(['access', 'apply', ...place, '--json'], {
      ...{ cwd, env: { ...env, GITHUB_TOKEN: tokens.ada! } },
    });
    expect(refused.code).toBe(1);
    expect(refused.failure).toMatchObject({ code: 'GITHUB_FAILED' });

    const applied = await orangery(['access', 'apply', ...place, '--json'], { cwd, env });
    expect(applied.code, applied.stderr).toBe(0);
    const owners = await readFile(join(cwd, '.github/CODEOWNERS'), 'utf8');
    expect(owners).toContain('@garden/admins');
    const again = await orangery(['access', 'plan', ...place, '--json'], { cwd, env });
    expect(kinds(again.record)).toEqual(['propose-codeowners']);
    const after = await orangery(['github', 'init'], { cwd, env });
    expect(after.stdout).toContain('✓ Rules of branches of garden/orangery:');
    expect(await stop()).toContain('"status":"stopped"');
  }, 120_000);

  it('init writes both repositories once, and without a token knows nothing', async () => {
    const cwd = await marketplace();
    const place = ['--catalogue', 'ours/garden', '--runner', 'ours/machines'];
    const { code, stdout } = await orangery(['github', 'init', ...place], {
      cwd,
      env: { GITHUB_TOKEN: '' },
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/0 of \d+ are done\./);
    expect(stdout).not.toContain('✗');
    const config = await readFile(join(cwd, 'orangery.config.yml'), 'utf8');
    expect(config).toMatch(
      /title: Ours # kept\nrepositories:\n {2}catalogue: ours\/garden\n {2}runner: ours\/machines\n/,
    );
    const out = join(cwd, 'out/runner-repository/.github/workflows');
    expect(await readdir(out)).toEqual(await readdir(join(root, 'runner/github/workflows')));
    await writeFile(join(out, 'old.yml'), 'on: push\n');
    await orangery(['github', 'init'], { cwd, env: { GITHUB_TOKEN: '' } });
    expect(await readdir(out)).not.toContain('old.yml');
    expect(await readFile(join(cwd, 'orangery.config.yml'), 'utf8')).toBe(config);
  });

  it.each([
    [['github', 'init', '--catalogue', 'a/b', '--runner', 'a/b'], 'expected another repository'],
    [['github', 'init', '--catalogue', 'a', '--runner', 'a/b'], 'expected owner/name, found "a"'],
    [['github', 'init'], 'expected repositories.catalogue, found none'],
    [
      ['github', 'init', '--single-repository', '--catalogue', 'a/b', '--runner', 'a/c'],
      'expected a catalogue and a private runner repository beside it',
    ],
    [['access', 'plan', '--catalogue', 'a/b', '--runner', 'a/c'], 'expected the token of an owner'],
  ])('%j is refused', async (args, words) => {
    const cwd = await marketplace();
    const { code, stderr } = await orangery(args, { cwd, env: { GITHUB_TOKEN: '' } });
    expect(code).toBe(2);
    expect(stderr).toContain(words);
    expect(await readFile(join(cwd, 'orangery.config.yml'), 'utf8')).not.toContain('repositories');
  });
});
