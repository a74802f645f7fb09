import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hashBytes, toFailure } from '@orangery/schemas';
import { readModule } from '@orangery/schemas/files';
import { tf } from '../../../runner/src/compute/tensorflow.ts';
import { predictRaw } from '../../../runner/src/inference/predictor.ts';
import { loadPredictor } from '../../../runner/src/inference/load-predictor.ts';
import { runGoldenTest } from '../../../runner/src/inference/golden.ts';
import { runTraining } from '../../../runner/src/training/run-training.ts';
import type { TrainingOrder } from '../../../runner/src/training/training-order.ts';
import { verifyModule } from '../../../runner/src/provenance/index.ts';
import { createRandom } from '../../../runner/src/random.ts';
import { silentLogger, type ProgressEvent } from '../../../runner/src/index.ts';
import { noAccess } from '../../../runner/src/dataset/index.ts';
import { genericModule } from '../../helpers/generic-module.ts';
import { cornerDataset } from '../../helpers/pictures.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

/** Two overlapping clouds: some rows cannot be told apart. */
function cloudTable(rows: number): string {
  const random = createRandom(5);
  const lines = Array.from({ length: rows }, (_, index) => {
    const kind = index % 2;
    return `${(random.normal() + 2.5 * kind).toFixed(3)},${random.normal().toFixed(3)},${kind === 0 ? 'left' : 'right'}`;
  });
  return `x,y,side\n${lines.join('\n')}\n`;
}

async function orderIn(
  root: string,
  recipe: string,
  change: Partial<TrainingOrder> = {},
): Promise<TrainingOrder & { events: ProgressEvent[] }> {
  const found = await readModule(join(root, 'modules', 'generic'));
  if (found.kind === 'invalid') throw new Error(JSON.stringify(found.problems));
  const events: ProgressEvent[] = [];
  return {
    events,
    module: found.module,
    dataset: [{ link: recipe.startsWith('image') ? 'pictures' : 'data.csv' }],
    budget: { MODEL_TRIAL_COUNT: 2 },
    backend: 'wasm',
    seed: 1,
    visibility: 'public',
    baseFolder: root,
    folderOf: (run) => join(root, 'out', run),
    workers: 0,
    tuner: { stopping: 'none', refit: false },
    folders: {
      root,
      cache: join(root, 'cache'),
      state: join(root, 'state'),
      searchPath: undefined,
    },
    access: noAccess,
    world: {
      now: Date.now,
      signal: new AbortController().signal,
      logger: silentLogger,
      report: (event) => events.push(event),
    },
    ...change,
  };
}

async function tableRoot(rows = 48): Promise<string> {
  return tempFolder({
    'modules/generic/module.md': genericModule('tabular-classification'),
    'data.csv': cloudTable(rows),
  });
}

describe('training on a table', () => {
  it('gives a module that is valid, verifies, passes its golden test and answers', async () => {
    const root = await tableRoot(120);
    const order = await orderIn(root, 'tabular');
    const { receipt, folder } = await runTraining(order);
    expect(receipt.metrics.accuracy).toBeGreaterThan(0.75);
    expect(receipt.split).toMatchObject({ train: 76, selection: 20, test: 24 });
    const found = await readModule(folder);
    expect(found.kind).toBe('valid');
    if (found.kind !== 'valid') return;
    const access = { schema: 'access/1', roles: {}, runners: [] } as const;
    const verified = await verifyModule(found.module, [found.module, order.module], {
      ...access,
      runners: [],
    });
    expect(verified).toMatchObject({ kind: 'verified', level: 'consistent' });
    const predictor = await loadPredictor(folder, { backend: 'wasm' });
    const golden = await runGoldenTest(found.module, predictor);
    expect(golden.map(({ isPassed }) => isPassed)).toEqual([true, true, true]);
    const [[answer] = []] = await predictRaw(predictor, [{ kind: 'value', value: { x: 3, y: 0 } }]);
    expect(answer?.label).toBe('right');
    predictor.dispose();
  });

  it('repeats bit for bit from its seed, and leaks no tensor', async () => {
    const root = await tableRoot();
    const other = await runTraining(await orderIn(root, 'tabular', { seed: 2 }));
    const tensors = tf.memory().numTensors;
    const [a, b] = [
      await runTraining(await orderIn(root, 'tabular')),
      await runTraining(await orderIn(root, 'tabular', { folderOf: () => join(root, 'out', 'b') })),
    ];
    expect(tf.memory().numTensors).toBe(tensors);
    expect(b.receipt.artifact).toEqual(a.receipt.artifact);
    expect(b.receipt.fingerprint).toBe(a.receipt.fingerprint);
    expect(other.receipt.artifact.sha256).not.toBe(a.receipt.artifact.sha256);
  });

  it('keeps links, names and rows of private data out of everything it writes', async () => {
    const root = await tableRoot();
    const { folder } = await runTraining(await orderIn(root, 'tabular', { visibility: 'private' }));
    for (const file of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const text = await readFile(join(file.parentPath, file.name), 'latin1');
      expect(text, file.name).not.toContain('data.csv');
      expect(text, file.name).not.toContain(root);
    }
    const receipts = await readdir(join(folder, 'receipts'));
    const receipt = await readFile(join(folder, 'receipts', receipts[0]!), 'utf8');
    expect(receipt).toContain('"link": "secret:DATASET"');
  });

  it('stops in time and keeps the best so far', async () => {
    const root = await tableRoot(2000);
    const order = await orderIn(root, 'tabular', {
      budget: { MODEL_TRIAL_COUNT: 1000, TIME_HOURS: 3 / 3600 },
    });
    const { receipt } = await runTraining(order);
    expect(receipt.observed.budgetReached).toBe('TIME_HOURS');
    expect(receipt.trials.length).toBeLessThan(1000);
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const root = await tableRoot();
    const stop = new AbortController();
    const order = await orderIn(root, 'tabular');
    const world = {
      ...order.world,
      signal: stop.signal,
      report: (event: ProgressEvent) => {
        if (event.type === 'epoch' && event.epoch === 3) stop.abort(new Error('stopped'));
      },
    };
    await expect(runTraining({ ...order, world })).rejects.toThrow('stopped');
    expect((await readdir(root)).includes('out')).toBe(false);
  });

  it.each([
    ['keeps the best of the trials that have ended', 'trial-ended'],
    ['has nothing to keep before the first one', 'trial-started'],
  ])('%s when somebody ends a run that was stopped', async (_, type) => {
    const root = await tableRoot();
    const stop = new AbortController();
    const order = await orderIn(root, 'tabular', { budget: { MODEL_TRIAL_COUNT: 2 } });
    const report = (event: ProgressEvent): void => {
      if (event.type === type) stop.abort(new Error('stopped'));
    };
    const world = { ...order.world, signal: stop.signal, report };
    await expect(runTraining({ ...order, world })).rejects.toThrow('stopped');
    const finished = await runTraining({ ...order, resume: true, finish: true }).catch(toFailure);
    if (finished instanceof Error) {
      expect(type).toBe('trial-started');
      expect(finished.message).toContain('expected a trial that has ended, found none');
      // it can still be gone on with
      const { receipt } = await runTraining({ ...order, resume: true });
      return expect(receipt.trials).toHaveLength(2);
    }
    const { receipt, folder } = finished;
    expect(receipt.trials).toHaveLength(1);
    expect(receipt.observed.budgetReached).toBe('cancelled');
    expect((await readModule(folder)).kind).toBe('valid');
    const again = { replay: receipt, folderOf: () => join(root, 'out', 'again') };
    const replayed = await runTraining({ ...order, budget: receipt.request.budget, ...again });
    expect(replayed.receipt.artifact).toEqual(receipt.artifact);
  });

  it('refuses to end a run that is not there', async () => {
    const order = await orderIn(await tableRoot(), 'tabular', { resume: true, finish: true });
    const failure = await runTraining(order).catch(toFailure);
    expect(String(failure)).toContain('expected an unfinished run of this request, found none');
  });

  it('measures on separate validation data only', async () => {
    const root = await tableRoot();
    const { receipt } = await runTraining(
      await orderIn(root, 'tabular', { validation: [{ link: 'data.csv' }] }),
    );
    expect(receipt.split).toMatchObject({ strategy: 'validation link', test: 48 });
  });

  it('refuses a folder that holds something else before it fits anything', async () => {
    const root = await tableRoot();
    const order = await orderIn(root, 'tabular', { folderOf: () => join(root, 'modules') });
    const failure = await runTraining(order).catch(toFailure);
    expect(failure).toMatchObject({ code: 'USAGE' });
    expect(String(failure)).toContain('a child module of generic, found generic');
    expect(order.events.map(({ type }) => type)).not.toContain('run-started');
  });

  it('fills a folder that is empty', async () => {
    const root = await tableRoot();
    const empty = join(root, 'out', 'empty');
    await mkdir(empty, { recursive: true });
    const budget = { MODEL_TRIAL_COUNT: 1 };
    await runTraining(await orderIn(root, 'tabular', { budget, folderOf: () => empty }));
    expect((await readModule(empty)).kind).toBe('valid');
  });
});

describe('training on pictures', () => {
  it('tells corners apart, and answers a picture it never saw', async () => {
    const files = await cornerDataset(3, 20);
    const named = Object.entries(files).map(
      ([path, bytes]) => [`pictures/${path}`, bytes] as const,
    );
    const root = await tempFolder({
      'modules/generic/module.md': genericModule('image-classification'),
      ...Object.fromEntries(named),
    });
    const order = await orderIn(root, 'image', { budget: { MODEL_TRIAL_COUNT: 1 } });
    const { receipt, folder } = await runTraining(order);
    expect(receipt.metrics.accuracy).toBeGreaterThan(0.9);
    expect(receipt.baseline.metrics.accuracy).toBeCloseTo(1 / 3, 5);
    const weights = await readFile(join(folder, 'artifact', 'weights.bin'));
    const recorded = receipt.artifact.files.find(({ path }) => path === 'weights.bin');
    expect(hashBytes(weights)).toBe(recorded?.sha256);
    const predictor = await loadPredictor(folder, { backend: 'wasm' });
    const { cornerPicture } = await import('../../helpers/pictures.ts');
    const bytes = await cornerPicture(2, 99);
    const [[answer] = []] = await predictRaw(predictor, [{ kind: 'file', name: 'x.png', bytes }]);
    expect(answer?.label).toBe('corner-2');
    predictor.dispose();
  });
});
