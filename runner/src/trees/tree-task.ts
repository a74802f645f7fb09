/** What is right for each row of a training. */
export type TreeTask =
  | { readonly kind: 'classes'; readonly labels: Int32Array; readonly classes: number }
  | { readonly kind: 'numbers'; readonly values: Float32Array };

/** Shares of the classes, or the mean. */
export function startOf(task: TreeTask): Float32Array {
  if (task.kind === 'numbers') {
    let sum = 0;
    for (const value of task.values) sum += value;
    return Float32Array.of(sum / task.values.length);
  }
  const shares = new Float32Array(task.classes);
  for (const label of task.labels) shares[label]! += 1 / task.labels.length;
  return shares;
}

/**
 * Cross-entropy (nats), or mean squared error.
 * @param outputs probabilities or numbers; rows whose answer is NaN do not count
 */
export function meanLoss(outputs: Float32Array, task: TreeTask): number {
  const count = task.kind === 'classes' ? task.labels.length : task.values.length;
  let sum = 0;
  let counted = 0;
  for (let row = 0; row < count; row += 1) {
    const loss = lossOf(outputs, task, row);
    if (Number.isNaN(loss)) continue;
    sum += loss;
    counted += 1;
  }
  return sum / Math.max(1, counted);
}

function lossOf(outputs: Float32Array, task: TreeTask, row: number): number {
  if (task.kind === 'numbers') return (task.values[row]! - outputs[row]!) ** 2;
  return -Math.log(Math.max(1e-7, outputs[row * task.classes + task.labels[row]!]!));
}
