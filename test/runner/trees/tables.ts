import type { TreeFit } from '../../../runner/src/trees/fit-trees.ts';
import type { Matrix } from '../../../runner/src/trees/bin-columns.ts';
import { createRandom } from '../../../runner/src/random.ts';
import { meanLoss, type TreeTask } from '../../../runner/src/trees/tree-task.ts';

/** Rows of three numbers; a product of the first two, which no line fits. */
export function productRows(count: number, seed: number): { rows: Matrix; task: TreeTask } {
  const random = createRandom(seed);
  const values = Float32Array.from({ length: 3 * count }, () => random.normal());
  const products = Float32Array.from(
    { length: count },
    (_, row) => values[3 * row]! * values[3 * row + 1]!,
  );
  return { rows: { count, width: 3, values }, task: { kind: 'numbers', values: products } };
}

/** The same rows in three classes by that product. */
export function productClasses(count: number, seed: number): { rows: Matrix; task: TreeTask } {
  const { rows, task } = productRows(count, seed);
  const products = task.kind === 'numbers' ? task.values : new Float32Array();
  const labels = Int32Array.from(products, (value) => (value < -0.3 ? 0 : value < 0.3 ? 1 : 2));
  return { rows, task: { kind: 'classes', labels, classes: 3 } };
}

/** A fit to 600 rows, measured by 80 others. */
export function treeFit(
  make: typeof productRows,
  startGrower: (task: TreeTask) => TreeFit['startGrower'],
): TreeFit {
  const train = make(600, 1);
  const selection = make(80, 2);
  return {
    train: train.rows,
    selection: {
      rows: selection.rows,
      measure: (outputs) => {
        const loss = meanLoss(outputs, selection.task);
        return { score: -loss, loss };
      },
    },
    startGrower: startGrower(train.task),
    epochs: 6,
    roundsPerEpoch: 5,
    until: 1,
    signal: new AbortController().signal,
    isOutOfTime: () => false,
    onEpoch: () => {},
  };
}
