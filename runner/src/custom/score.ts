import { argMaxRows } from '../metrics/classification.ts';

const smallest = 1e-7;

/** Accuracy and mean log-loss (nats) of probabilities `[examples, classes]`. */
export function scoreOf(
  probabilities: Float32Array,
  labels: Int32Array,
): { readonly score: number; readonly loss: number } {
  const count = Math.max(1, labels.length);
  const classes = probabilities.length / count;
  const predicted = argMaxRows(probabilities, classes);
  let right = 0;
  let loss = 0;
  for (const [index, label] of labels.entries()) {
    if (predicted[index] === label) right += 1;
    loss -= Math.log(Math.max(smallest, probabilities[index * classes + label]!));
  }
  return { score: right / count, loss: loss / count };
}
