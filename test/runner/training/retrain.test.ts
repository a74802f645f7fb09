import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readModule, type Module } from '@orangery/schemas/files';
import { toFailure } from '@orangery/schemas';
import { noAccess } from '../../../runner/src/dataset/index.ts';
import { silentLogger } from '../../../runner/src/index.ts';
import { runTraining } from '../../../runner/src/training/run-training.ts';
import type { TrainingOrder } from '../../../runner/src/training/training-order.ts';
import { genericModule } from '../../helpers/generic-module.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const rows = Array.from({ length: 40 }, (_, row) => {
  const side = row % 2 === 0 ? 'left' : 'right';
  return `${row % 7},${(row % 2) + row / 100},${side},${row % 3 === 0 ? 'hot' : 'cold'}`;
});
const table = (lines: readonly string[]): string => `x,y,side,heat\n${lines.join('\n')}\n`;

async function start(change: Partial<TrainingOrder> = {}) {
  const root = await tempFolder({
    'modules/generic/module.md': genericModule('tabular-classification'),
    'data.csv': table(rows),
    'others.csv': table(rows.map((row) => row.replace('left', 'up').replace('right', 'down'))),
  });
  const said: string[] = [];
  const order: TrainingOrder = {
    module: await moduleIn(join(root, 'modules/generic')),
    dataset: [{ link: 'data.csv' }],
    target: 'side',
    budget: { MODEL_TRIAL_COUNT: 1 },
    knobs: { family: { type: 'fixed', value: 'linear' } },
    ...{ backend: 'wasm', seed: 1, visibility: 'public', baseFolder: root, workers: 0 },
    folderOf: () => join(root, 'out/child'),
    tuner: { stopping: 'none', refit: false },
    folders: {
      ...{ root, cache: join(root, 'cache'), state: join(root, 'state'), searchPath: undefined },
    },
    access: noAccess,
    world: {
      now: Date.now,
      signal: new AbortController().signal,
      logger: { ...silentLogger, info: (message) => said.push(message) },
      report: () => {},
    },
    ...change,
  };
  const { receipt, folder } = await runTraining(order);
  return { order, receipt, folder, said };
}

async function moduleIn(folder: string): Promise<Module> {
  const found = await readModule(folder);
  if (found.kind === 'invalid') throw new Error(JSON.stringify(found.problems));
  return found.module;
}

describe('a second training into the same folder', () => {
  it('writes the card anew, raises the version and says whose weights it replaces', async () => {
    const { order, receipt, folder, said } = await start();
    const again = await runTraining({ ...order, seed: 2 });
    expect(said).toContain('Fitting the models beside it, for comparison');
    expect(said).toContain(`This replaces the weights of run ${receipt.run}`);
    const { card, frontMatter } = await moduleIn(folder);
    expect(card).toContain(`in run \`${again.receipt.run}\``);
    expect(card).not.toContain(receipt.run);
    expect(frontMatter.version).toBe('1.0.1');
    expect(frontMatter.changelog?.map(({ version, changes }) => [version, changes])).toEqual([
      ['1.0.1', `Retrained in ${again.receipt.run}.`],
      ['1.0.0', `Trained in ${receipt.run}.`],
    ]);
  });

  it('keeps a card that a person wrote, and the version of weights that are the same', async () => {
    const { order, folder } = await start();
    const path = join(folder, 'module.md');
    const text = await readFile(path, 'utf8');
    const own = '# Ours\n\nLook at *both* sides.\n';
    await writeFile(path, text.slice(0, text.indexOf('Retrained from')) + own);
    await runTraining(order);
    expect(await readFile(path, 'utf8')).toMatch(/---\n\n# Ours\n\nLook at \*both\* sides\.\n$/);
    expect((await moduleIn(folder)).frontMatter.version).toBe('1.0.0');
  });

  it('leaves the version of a module that was written before it had weights', async () => {
    const { order, folder } = await start();
    const path = join(folder, 'module.md');
    const text = await readFile(path, 'utf8');
    const untrained = text.replace(/artifact:\n(?: .*\n)+/, '').replace(/metrics:\n(?: .*\n)+/, '');
    await Promise.all(
      ['artifact', 'receipts', 'training'].map((name) =>
        rm(join(folder, name), { recursive: true }),
      ),
    );
    await Promise.all([rm(join(folder, 'golden.json')), writeFile(path, untrained)]);
    expect((await moduleIn(folder)).frontMatter.artifact).toBeUndefined();
    await runTraining({ ...order, seed: 2 });
    const { version, artifact } = (await moduleIn(folder)).frontMatter;
    expect([version, artifact?.sha256]).toEqual(['1.0.0', expect.any(String)]);
  });

  it('is refused with another target or classes that share nothing', async () => {
    const { order, folder } = await start();
    const before = await readFile(join(folder, 'module.md'), 'utf8');
    const refusal = async (change: Partial<TrainingOrder>): Promise<string> =>
      String(await runTraining({ ...order, ...change }).catch(toFailure));
    expect(await refusal({ target: 'heat' })).toContain(
      'expected the column side to predict, found the column heat',
    );
    expect(await refusal({ dataset: [{ link: 'others.csv' }] })).toContain(
      'expected classes such as left, right, found down, up',
    );
    expect(await readFile(join(folder, 'module.md'), 'utf8')).toBe(before);
  });
});

describe('going on with what is finished', () => {
  it('gives the result that is there, whether or not its run is named', async () => {
    const { order, receipt, folder } = await start();
    for (const resume of [true, receipt.run] as const) {
      const again = await runTraining({ ...order, resume });
      expect(again).toMatchObject({ folder, isFromBefore: true, receipt: { run: receipt.run } });
    }
  });

  it('looks among the runs side by side where no folder was named', async () => {
    const { order } = await start();
    const folderOf = (run: string): string => join(order.baseFolder, 'out', run);
    const first = await runTraining({ ...order, folderOf });
    const again = await runTraining({ ...order, folderOf, resume: true });
    expect(again).toMatchObject({ folder: first.folder, isFromBefore: true });
  });

  it('trains anew for another seed', async () => {
    const { order, receipt, said } = await start();
    const again = await runTraining({ ...order, seed: 2, resume: true });
    expect(again.isFromBefore).toBeUndefined();
    expect(again.receipt.fingerprint).not.toBe(receipt.fingerprint);
    expect(said).toContain('No unfinished run of this request: it starts anew');
  });
});
