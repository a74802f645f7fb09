import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { orangery } from '../helpers/orangery.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { testServer } from '../helpers/test-server.ts';

const goodRows = ['1,a', '2,b', '1.1,a', '2.1,b', '0.9,a', '1.9,b', '1,a', '2,b'];
const good = `x,kind\n${goodRows.join('\n')}\n`;

async function train(link: string, ...args: readonly string[]) {
  const folder = await tempFolder();
  const out = join(folder, 'out');
  const env = { ORANGERY_CACHE: join(folder, 'cache'), ORANGERY_STATE: join(folder, 'state') };
  const outcome = await orangery(
    ['train', 'tabular-classifier', '--dataset', link, '--out', out, ...args],
    { env },
  );
  const left = await readdir(folder);
  return { ...outcome, left: left.filter((name) => name.startsWith('out')) };
}

describe('bad input at the command line', () => {
  it.each([
    ['a target that is not there', good, ['--target', 'species'], 'DATASET_INVALID', 1],
    ['ragged rows', 'a,b\n1,x\n2\n', [], 'DATASET_INVALID', 1],
    ['one class', 'a,b\n1,x\n2,x\n3,x\n', [], 'DATASET_INVALID', 1],
    ['a download above the limit', good, ['--max-bytes', '10'], 'DOWNLOAD_TOO_LARGE', 1],
    ['a budget of no trials', good, ['--trials', '0'], 'trials', 2],
    ['a backend that is not there', good, ['--backend', 'webgpu'], 'BACKEND_UNAVAILABLE', 1],
  ])('says code, place and remedy for %s', async (_, text, args, code, exit) => {
    const { url } = await testServer((_request, response) => response.end(text));
    const outcome = await train(`${url}/data.csv`, ...args);
    expect(outcome.stderr).toContain(code);
    expect(outcome.code).toBe(exit);
    expect(outcome.left).toEqual([]);
    expect(outcome.stderr).not.toMatch(/^\s+at /m);
  });

  it('says the status of a link that is not there', async () => {
    const { url } = await testServer((_request, response) => response.writeHead(404).end());
    const outcome = await train(`${url}/data.csv`);
    expect(outcome.stderr).toContain('404');
    expect(outcome.code).toBe(1);
  });

  it('names the modules there are when one is not', async () => {
    const outcome = await orangery(['train', 'no-such-module', '--dataset', 'x.csv']);
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain('MODULE_UNKNOWN');
    expect(outcome.stderr).toContain('tabular-classifier');
  });

  it('asks for a dataset where the module declares none', async () => {
    const outcome = await orangery(['train', 'tabular-classifier']);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain('--dataset');
  });

  it('says what to do for a word that is no command', async () => {
    const outcome = await orangery(['trian']);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain('train');
  });

  it('is stopped by Ctrl-C in the middle of training and leaves nothing', async () => {
    const rows = Array.from(
      { length: 400 },
      (_, index) => `${index % 17},${index % 5},${index % 2}`,
    );
    const folder = await tempFolder({ 'data.csv': `a,b,kind\n${rows.join('\n')}\n` });
    const [data, out] = [join(folder, 'data.csv'), join(folder, 'out')];
    const outcome = await orangery(
      ['train', 'tabular-classifier', '--dataset', data, '--out', out, '--trials', '500'],
      {
        interruptAt: 'Training on',
        env: { ORANGERY_CACHE: join(folder, 'cache'), ORANGERY_STATE: join(folder, 'state') },
      },
    ).catch(String);
    expect(outcome).toMatchObject({ code: 1 });
    expect(String(Object(outcome).stderr)).toContain(
      `orangery train tabular-classifier --dataset ${data} --trials 500 --out ${out} --resume`,
    );
    expect(String(Object(outcome).stderr)).not.toContain('Start it again');
    expect((await readdir(folder)).filter((name) => name.startsWith('out'))).toEqual([]);
  });
});
