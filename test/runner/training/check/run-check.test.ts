import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readModule } from '@orangery/schemas/files';
import { noAccess } from '../../../../runner/src/dataset/index.ts';
import { runCheck } from '../../../../runner/src/training/check/run-check.ts';
import { runTraining } from '../../../../runner/src/training/run-training.ts';
import type { TrainingOrder } from '../../../../runner/src/training/training-order.ts';
import { genericModule } from '../../../helpers/generic-module.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { testWorld } from '../../../helpers/test-world.ts';

/** Rows of two kinds, of which the first column tells most. */
function table(rows: number): string {
  const lines = Array.from({ length: rows }, (_, index) => {
    const kind = index % 2;
    return `${kind + (index % 7) / 10},${index % 5},${kind === 0 ? 'left' : 'right'}`;
  });
  return `x,y,side\n${lines.join('\n')}\n`;
}

/** A clock that goes on by a thousandth of a second each time it is asked. */
function steadyClock(): () => number {
  let milliseconds = 1_800_000_000_000;
  return () => (milliseconds += 1);
}

async function orderOn(data: string, change: Partial<TrainingOrder> = {}) {
  const root = await tempFolder({
    'modules/generic/module.md': genericModule('tabular-classification'),
    'data.csv': data,
  });
  const found = await readModule(join(root, 'modules', 'generic'));
  if (found.kind === 'invalid') throw new Error(JSON.stringify(found.problems));
  const world = testWorld({ now: steadyClock() });
  const folders = { root, cache: join(root, 'cache'), state: join(root, 'state') };
  const order: TrainingOrder = {
    module: found.module,
    dataset: [{ link: 'data.csv' }],
    budget: { MODEL_TRIAL_COUNT: 3, TIME_HOURS: 0.01 },
    backend: 'cpu',
    seed: 1,
    knobs: { batchSize: { type: 'fixed', value: 32 }, units: { type: 'fixed', value: 16 } },
    visibility: 'private',
    baseFolder: root,
    folderOf: (run) => join(root, 'out', run),
    workers: 0,
    tuner: { stopping: 'none', refit: false },
    folders: { ...folders, searchPath: undefined },
    access: noAccess,
    world,
    ...change,
  };
  return { order, root, world };
}

describe('runCheck', () => {
  it('says that the data can be trained on, its odds and its price, and writes no result', async () => {
    const { order, root } = await orderOn(table(60));
    const check = await runCheck(order);
    expect(check).toMatchObject({
      schema: 'training-check/1',
      module: { id: 'generic', version: '1.0.0' },
      format: { canTrain: true, recipes: [{ recipe: 'tabular-classification', reads: true }] },
      dataset: { examples: 60 },
      odds: { verdict: 'beats the baseline', metric: 'accuracy', examples: 10 },
      prediction: { trials: { expected: 3 }, budgetReached: 'MODEL_TRIAL_COUNT' },
      backend: 'cpu',
    });
    expect(check.costs!.probeSeconds).toBeLessThanOrEqual(0.01 * 3600 * 0.25 + 0.1);
    expect(await readdir(root)).not.toContain('out');
  });

  it('names neither link nor file of private data', async () => {
    const { order, root } = await orderOn(table(60));
    const text = JSON.stringify(await runCheck(order));
    expect(text).not.toContain('data.csv');
    expect(text).not.toContain(root);
  });

  it('is stood beside the training that follows it, under another budget too', async () => {
    const { order } = await orderOn(table(60));
    const { odds, prediction } = await runCheck(order);
    const { receipt } = await runTraining(order);
    expect(receipt.observed.predicted).toEqual({
      source: 'check',
      minutes: prediction!.minutes.expected,
      trials: 3,
      score: odds!.score,
    });
    const fewer = { ...order, budget: { MODEL_TRIAL_COUNT: 1, TIME_HOURS: 0.01 } };
    const second = await runTraining(fewer);
    expect(second.receipt.observed.predicted).toMatchObject({ source: 'check', trials: 1 });
  });

  it('leaves the fingerprint of the training as it is', async () => {
    const { order } = await orderOn(table(60));
    const before = await runTraining(order);
    expect(before.receipt.observed.predicted).toMatchObject({ source: 'first trial' });
    await runCheck(order);
    const after = await runTraining(order);
    expect(after.receipt.observed.predicted).toMatchObject({ source: 'check' });
    expect(after.receipt.fingerprint).toBe(before.receipt.fingerprint);
  });

  it('cannot tell the odds of tiny data', async () => {
    const { order } = await orderOn('x,side\n1,a\n1,a\n1,a\n2,b\n2,b\n2,b\n');
    const { odds, format } = await runCheck(order);
    expect(format.canTrain).toBe(true);
    expect(odds).toMatchObject({ verdict: 'cannot tell', examples: 2 });
  });

  it('sends nobody to another module for what is wrong with the validation data', async () => {
    const { order, root } = await orderOn(table(20), { validation: [{ link: 'other.csv' }] });
    await writeFile(join(root, 'other.csv'), 'only one column\n1\n');
    const { format } = await runCheck(order);
    expect(format).toMatchObject({ canTrain: false });
    expect(format.recipes).toHaveLength(1);
    expect(format.fits).toBeUndefined();
  });

  it.each<[string, string, string, Partial<TrainingOrder>]>([
    ['one class only', 'x,side\n1,a\n2,a\n3,a\n', 'found one: "a"', {}],
    ['a column that is not there', table(20), 'expected a column "colour"', { target: 'colour' }],
    [
      'validation data of other classes',
      table(20),
      'expected only the classes',
      { validation: [{ link: 'other.csv' }] },
    ],
  ])('says no to %s, before any trial', async (_, data, problem, change) => {
    const { order, root, world } = await orderOn(data, change);
    await writeFile(
      join(root, 'other.csv'),
      'x,y,side\n1,1,up\n1,1,up\n1,1,up\n2,2,down\n2,2,down\n2,2,down\n',
    );
    const check = await runCheck(order);
    expect(check.format).toMatchObject({ canTrain: false });
    expect(check.format.recipes[0]!.problem).toContain(problem);
    expect(check.prediction).toBeUndefined();
    expect(world.events.map(({ type }) => type)).not.toContain('probe');
  });

  it('stops when it is cancelled, and keeps nothing', async () => {
    const stop = new AbortController();
    const { order, root, world } = await orderOn(table(60));
    const cancelled = {
      ...world,
      signal: stop.signal,
      report: ({ type }: { type: string }) => {
        if (type === 'probe') stop.abort(new Error('stopped'));
      },
    };
    await expect(runCheck({ ...order, world: cancelled })).rejects.toThrow('stopped');
    expect(await readdir(root)).not.toContain('state');
  });
});
