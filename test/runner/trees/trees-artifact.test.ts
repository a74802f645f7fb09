import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBoosting } from '../../../runner/src/trees/boosting.ts';
import { predictTrees, type TreeEnsemble } from '../../../runner/src/trees/ensemble.ts';
import { fitTrees } from '../../../runner/src/trees/fit-trees.ts';
import { holdsTrees, loadTrees, saveTrees } from '../../../runner/src/trees/trees-artifact.ts';
import { caught } from '../../helpers/caught.ts';
import { productClasses, treeFit } from './tables.ts';

let ensemble: TreeEnsemble;

beforeAll(async () => {
  const knobs = { rate: 0.2, leaves: 6, leafRows: 3, rowShare: 1, columnShare: 1, penalty: 1 };
  const fit = treeFit(
    productClasses,
    (task) => (rows) => startBoosting(rows, task, { ...knobs, seed: 1 }),
  );
  ({ ensemble } = await fitTrees(fit));
});

describe('trees as files', () => {
  it('give the same answers and the same files once loaded', () => {
    const files = saveTrees(ensemble);
    const loaded = loadTrees(files);
    const { rows } = productClasses(50, 3);
    expect(predictTrees(loaded, rows)).toEqual(predictTrees(ensemble, rows));
    expect(saveTrees(loaded)).toEqual(files);
    expect(holdsTrees(files)).toBe(true);
  });

  it('keep columns beyond what 16 bits count', () => {
    const cuts = Array.from({ length: 70_000 }, () => Float32Array.of(0));
    const moved = ensemble.trees.map((tree) => ({
      ...tree,
      columns: tree.columns.map((column) => (column === 2 ? 69_999 : column)),
    }));
    const wide = { ...ensemble, cuts, trees: moved };
    expect(loadTrees(saveTrees(wide)).trees).toEqual(moved);
  });

  it('are refused where they are cut short or damaged, never read wrong', async () => {
    const files = saveTrees(ensemble);
    const weights = files.get('weights.bin')!;
    const short = new Map([...files, ['weights.bin', weights.slice(0, -1)] as const]);
    expect(await caught(() => loadTrees(short))).toMatchInlineSnapshot(
      `"FILE_INVALID artifact/weights.bin: expected the trees of model.json"`,
    );
    expect(await caught(() => loadTrees(new Map()))).toMatchInlineSnapshot(
      `"FILE_INVALID artifact/model.json: expected a model of trees"`,
    );
    const longer = new Map([...files, ['weights.bin', Buffer.concat([weights, weights])] as const]);
    expect(await caught(() => loadTrees(longer))).toMatch('FILE_INVALID');
  });

  it('end in an answer or in a failure, whatever bytes are given', () => {
    const files = saveTrees(ensemble);
    const weights = files.get('weights.bin')!;
    const { rows } = productClasses(5, 3);
    fc.assert(
      fc.property(fc.nat(weights.length - 1), fc.nat(255), (place, byte) => {
        const damaged = weights.slice();
        damaged[place] = byte;
        try {
          const loaded = loadTrees(new Map([...files, ['weights.bin', damaged]]));
          expect(predictTrees(loaded, rows)).toHaveLength(15);
        } catch (error) {
          expect(error).toMatchObject({ code: 'FILE_INVALID' });
        }
      }),
    );
  });
});
