import { argMaxRows } from '../../../metrics/classification.ts';
import { rSquared } from '../../../metrics/regression.ts';
import type { Measured } from '../../../network/best-weights.ts';
import { meanLoss, type TreeTask } from '../../../trees/tree-task.ts';

/** Accuracy and log-loss (nats), or R² and mean squared error. */
export function measureOutputs(outputs: Float32Array, task: TreeTask): Measured {
  // not a number must show, where `meanLoss` would leave it out
  if (outputs.some(Number.isNaN)) return { score: NaN, loss: NaN };
  const loss = meanLoss(outputs, task);
  if (task.kind === 'numbers') return { score: rSquared(task.values, outputs), loss };
  const predicted = argMaxRows(outputs, task.classes);
  const right = task.labels.filter((label, row) => predicted[row] === label).length;
  return { score: right / Math.max(1, task.labels.length), loss };
}
