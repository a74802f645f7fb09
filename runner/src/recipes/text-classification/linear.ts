import type { Measured } from '../../network/best-weights.ts';
import { argMaxRows } from '../../metrics/classification.ts';
import type { Learner } from '../text/fit-epochs.ts';
import type { FtrlWeights } from '../text/ftrl.ts';
import type { SparseRows } from '../text/sparse-rows.ts';

/** What a linear model learns from. */
export interface LinearProblem {
  readonly rows: SparseRows;
  readonly labels: Int32Array;
  readonly classes: number;
  readonly terms: number;
  /** What each weight is multiplied by, `[terms + 1, classes]`. */
  readonly scales: Float64Array;
}

/** Multinomial logistic regression on sparse rows, one example at a time. */
export function linearLearner(
  { rows, labels, classes, terms, scales }: LinearProblem,
  learnt: FtrlWeights,
): Learner {
  const wrong = new Float64Array(classes);
  const current = (index: number): number => learnt.values[index]! * scales[index]!;
  const learnRow = (row: number, step: (index: number, value: number) => void): void => {
    for (let position = rows.offsets[row]!; position < rows.offsets[row + 1]!; position += 1) {
      step(rows.columns[position]! * classes, rows.values[position]!);
    }
    step(terms * classes, 1);
  };
  return {
    state: learnt.state,
    learn: (row) => {
      wrong.fill(0);
      learnRow(row, (start, value) => {
        for (let index = 0; index < classes; index += 1) {
          wrong[index]! += value * current(start + index);
        }
      });
      softmax(wrong);
      const loss = -Math.log(Math.max(1e-12, wrong[labels[row]!]!));
      wrong[labels[row]!]! -= 1;
      learnRow(row, (start, value) => {
        for (let index = 0; index < classes; index += 1) {
          learnt.step(start + index, wrong[index]! * value * scales[start + index]!);
        }
      });
      return loss;
    },
    weights: () => Float32Array.from(learnt.values, (_, index) => current(index)),
  };
}

/**
 * Class probabilities of sparse rows, `[rows, classes]`.
 * @param weights `[terms + 1, classes]`, the last row added to each text
 */
export function linearProbabilities(
  rows: SparseRows,
  weights: Float32Array,
  classes: number,
): Float32Array {
  const probabilities = new Float32Array(rows.count * classes);
  const logits = new Float64Array(classes);
  for (let row = 0; row < rows.count; row += 1) {
    logits.set(weights.subarray(weights.length - classes));
    for (let position = rows.offsets[row]!; position < rows.offsets[row + 1]!; position += 1) {
      const start = rows.columns[position]! * classes;
      const value = rows.values[position]!;
      for (let index = 0; index < classes; index += 1) {
        logits[index]! += value * weights[start + index]!;
      }
    }
    softmax(logits);
    probabilities.set(logits, row * classes);
  }
  return probabilities;
}

/** Accuracy and mean log-loss (nats). */
export function measureProbabilities(
  probabilities: Float32Array,
  labels: Int32Array,
  classes: number,
): Measured {
  const predicted = argMaxRows(probabilities, classes);
  let [right, loss] = [0, 0];
  for (const [index, label] of labels.entries()) {
    if (predicted[index] === label) right += 1;
    const probability = probabilities[index * classes + label]!;
    loss -= Math.log(probability < 1e-7 ? 1e-7 : probability);
  }
  const count = Math.max(1, labels.length);
  return { score: right / count, loss: loss / count };
}

/**
 * By how much more often a term is in texts of a class than in the others, as a logarithm: what
 * naive Bayes weighs terms by, and a good scale for learnt weights (Wang and Manning 2012).
 */
export function bayesScales({
  rows,
  labels,
  classes,
  terms,
}: Omit<LinearProblem, 'scales'>): Float64Array {
  const inside = new Float64Array(terms * classes).fill(1);
  const everywhere = new Float64Array(terms).fill(1);
  for (const [row, label] of labels.entries()) {
    for (let position = rows.offsets[row]!; position < rows.offsets[row + 1]!; position += 1) {
      inside[rows.columns[position]! * classes + label]! += 1;
      everywhere[rows.columns[position]!]! += 1;
    }
  }
  const sums = new Float64Array(classes);
  for (const [index, count] of inside.entries()) sums[index % classes]! += count;
  const total = everywhere.reduce((sum, count) => sum + count, 0);
  const scales = new Float64Array((terms + 1) * classes).fill(1);
  for (const [index, count] of inside.entries()) {
    const outside = everywhere[Math.floor(index / classes)]! - count + 1;
    const share = sums[index % classes]!;
    scales[index] = Math.log(count / share) - Math.log(outside / (total - share + terms));
  }
  return scales;
}

/** In place. */
function softmax(values: Float64Array): void {
  const most = values.reduce((one, other) => Math.max(one, other), -Infinity);
  let sum = 0;
  for (const [index, value] of values.entries()) {
    values[index] = Math.exp(value - most);
    sum += values[index]!;
  }
  for (const [index, value] of values.entries()) values[index] = value / sum;
}
