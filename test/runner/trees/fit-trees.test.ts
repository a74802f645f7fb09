import { describe, expect, it } from 'vitest';
import { startBoosting } from '../../../runner/src/trees/boosting.ts';
import { predictTrees } from '../../../runner/src/trees/ensemble.ts';
import { fitTrees, type TreeFit, type TreeFitResult } from '../../../runner/src/trees/fit-trees.ts';
import { startForest } from '../../../runner/src/trees/forest.ts';
import { saveTrees } from '../../../runner/src/trees/trees-artifact.ts';
import { meanLoss, startOf } from '../../../runner/src/trees/tree-task.ts';
import { productClasses, productRows, treeFit } from './tables.ts';

const boosting = {
  rate: 0.2,
  leaves: 8,
  leafRows: 3,
  rowShare: 0.8,
  columnShare: 0.7,
  penalty: 1,
  seed: 4,
};
const forest = { columnShare: 0.7, leafRows: 1, trees: 30, seed: 4 };
const methods: readonly (readonly [string, TreeFit, typeof productRows])[] = [
  [
    'a forest of numbers',
    treeFit(productRows, (task) => (rows) => startForest(rows, task, { ...forest, cuts: 'best' })),
    productRows,
  ],
  [
    'a forest of classes',
    treeFit(
      productClasses,
      (task) => (rows) => startForest(rows, task, { ...forest, cuts: 'best' }),
    ),
    productClasses,
  ],
  [
    'random cuts',
    treeFit(
      productRows,
      (task) => (rows) => startForest(rows, task, { ...forest, cuts: 'random' }),
    ),
    productRows,
  ],
  [
    'boosting of numbers',
    treeFit(productRows, (task) => (rows) => startBoosting(rows, task, boosting)),
    productRows,
  ],
  [
    'boosting of classes',
    treeFit(productClasses, (task) => (rows) => startBoosting(rows, task, boosting)),
    productClasses,
  ],
];

const weightsOf = ({ ensemble }: TreeFitResult): Buffer =>
  Buffer.from(saveTrees(ensemble).get('weights.bin')!);

describe.each(methods)('%s', (_, fit, make) => {
  it('learns what no line fits, of rows it has not seen', async () => {
    const { ensemble, score } = await fitTrees(fit);
    const { rows, task } = make(300, 9);
    const trivial = new Float32Array(rows.count * ensemble.outputs);
    const start = startOf(task);
    trivial.forEach((_value, place) => (trivial[place] = start[place % start.length]!));
    expect(meanLoss(predictTrees(ensemble, rows), task)).toBeLessThan(
      0.6 * meanLoss(trivial, task),
    );
    expect(score).toBeLessThan(0);
  });

  it('gives the same trees paused twice as in one stretch', async () => {
    const straight = await fitTrees(fit);
    const first = await fitTrees({ ...fit, until: 1 / 3 });
    expect(first).toMatchObject({ status: 'paused', keptEpoch: 2, epochs: 6 });
    const second = await fitTrees({ ...fit, until: 2 / 3, checkpoint: first.checkpoint! });
    const rest = await fitTrees({ ...fit, checkpoint: second.checkpoint! });
    expect(weightsOf(rest)).toEqual(weightsOf(straight));
    expect(rest).toMatchObject({ status: 'done', score: straight.score, keptEpoch: 6 });
    expect(rest.outOfBag).toEqual(straight.outOfBag);
  });

  it('is fitted to all rows for as long as it is told', async () => {
    const refit = await fitTrees({ ...fit, selection: null, until: 0.5 });
    expect(refit).toMatchObject({ status: 'done', score: 0, selectionLoss: 0, keptEpoch: 3 });
    expect(refit.checkpoint).toBeUndefined();
  });

  it('keeps the whole epochs when time is up', async () => {
    let asked = 0;
    const cut = await fitTrees({ ...fit, isOutOfTime: () => (asked += 1) > 7 });
    expect(cut).toMatchObject({ status: 'stopped', keptEpoch: 1 });
    const whole = await fitTrees({ ...fit, until: 1 / 6 });
    expect(weightsOf(cut)).toEqual(weightsOf(whole));
  });

  it('ends at once when aborted', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(fitTrees({ ...fit, signal })).rejects.toThrow('enough');
  });
});

it('keeps the trees until the lowest selection loss, and stops waiting for a better one', async () => {
  const [, fit] = methods[3]!;
  let measured = 0;
  const losses = [3, 2, 1, 2, 2, 2];
  const { keptEpoch, ensemble } = await fitTrees({
    ...fit,
    patience: 2,
    selection: { ...fit.selection!, measure: () => ({ score: 0, loss: losses[measured++]! }) },
  });
  expect({ keptEpoch, measured, trees: ensemble.trees.length }).toEqual({
    keptEpoch: 3,
    measured: 5,
    trees: 15,
  });
});

it('says when the loss is not a number', async () => {
  const [, fit] = methods[3]!;
  const measure = () => ({ score: 0, loss: NaN });
  const broken = fitTrees({ ...fit, selection: { ...fit.selection!, measure } });
  await expect(broken).rejects.toThrow('not a number');
});
