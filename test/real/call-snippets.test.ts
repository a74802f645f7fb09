import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readModule } from '@orangery/schemas/files';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callSnippets, localAddress } from '../../marketplace/src/catalogue/call-snippets.ts';
import type { Snippet } from '../../marketplace/src/catalogue/call.ts';
import { findProgram } from '../helpers/find-program.ts';
import { root } from '../helpers/orangery.ts';
import { startProgram, type StartedProgram } from '../helpers/started-program.ts';

const run = promisify(execFile);
const python = findProgram('a Python with tritonclient[http]', 'ORANGERY_PYTHON_CLIENTS');

/** One of each way to ask, and a word that its answer holds, whoever asks. */
const modules = {
  'leaf-classifier': 'birch',
  'sound-classifier': 'bell',
  'letter-sorter': 'roads',
  'ingredient-tagger': 'carrots',
  'kiosk-forecaster': 'forecast',
  'seed-forest': 'Corvane',
  'seed-jury': 'Brackwell',
};

describe.skipIf(python === undefined)('the programs on a module’s page', () => {
  let work: string;
  let server: StartedProgram | undefined;
  beforeAll(async () => {
    work = await mkdtemp(join(tmpdir(), 'orangery-call-'));
    server = await startProgram(
      process.execPath,
      [
        join(root, 'cli/bin/orangery.mjs'),
        ...['serve', ...Object.keys(modules), '--port', '0', '--json'],
      ],
      /"address":"(http:[^"]+)"/,
      { ORANGERY_CACHE: join(work, 'cache'), ORANGERY_STATE: join(work, 'state') },
    );
  });
  afterAll(async () => {
    await server?.stop();
    await rm(work, { recursive: true, force: true });
  });

  it.each(Object.entries(modules))('ask %s as they are written', async (id, word) => {
    const read = await readModule(join(root, 'modules', id));
    if (read.kind !== 'valid') throw new Error(`${id} is not valid`);
    const snippets = callSnippets(read.module);
    expect(snippets.length).toBeGreaterThan(3);
    for (const snippet of snippets) {
      expect(await ask(snippet), `${id}, ${snippet.title}`).toContain(word);
    }
  });

  /** Runs it in the folder of the clone, with nothing changed but the port. */
  async function ask({ code, language }: Snippet): Promise<string> {
    const host = (address: string): string => address.replace('http://', '');
    const text = code.replaceAll(host(localAddress), host(server!.found));
    const file = join(work, language === 'python' ? 'call.py' : 'call.mjs');
    await writeFile(file, text);
    const commands = {
      shell: ['sh', '-c', text],
      python: [python!, file],
      javascript: [process.execPath, file],
    } as const;
    const [program, ...args] = commands[language];
    const { stdout } = await run(program, args, { cwd: root, timeout: 60_000 });
    return stdout;
  }
});
