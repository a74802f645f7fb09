import type { ChainShape } from './chain.ts';

/** What a conditional random field says of a sentence. */
export interface Marginals {
  /** Logarithm of the sum over all ways to label it. */
  readonly logPartition: number;
  /** Of each label of each token, `[tokens, labels]`. */
  readonly tokens: Float64Array;
  /** Expected transitions, `[labels before, labels]`. */
  readonly transitions: Float64Array;
}

/**
 * Probabilities by the forward and backward sums, scaled token by token so that long sentences do
 * not run out of numbers (Rabiner 1989, V.A).
 * @param scores `[tokens, labels]`
 */
export function marginalsOf(
  scores: Float64Array,
  weights: Float64Array | Float32Array,
  { features, labels }: ChainShape,
): Marginals {
  const length = scores.length / labels;
  const potentials = new Float64Array(scores.length);
  let logPartition = exponentials(scores, potentials, labels);
  const steps = new Float64Array(labels * labels);
  for (const index of steps.keys()) steps[index] = Math.exp(weights[features * labels + index]!);
  const forward = potentials.slice();
  const scales = new Float64Array(length);
  for (let token = 0; token < length; token += 1) {
    const start = token * labels;
    if (token > 0) multiplyForward(forward, steps, potentials, { start, labels });
    scales[token] = normalize(forward, start, labels);
    logPartition += Math.log(scales[token]!);
  }
  const tokens = forward.slice();
  const transitions = new Float64Array(labels * labels);
  const backward = new Float64Array(labels).fill(1);
  const after = new Float64Array(labels);
  for (let token = length - 1; token > 0; token -= 1) {
    const [start, before] = [token * labels, (token - 1) * labels];
    for (let label = 0; label < labels; label += 1) {
      after[label] = (potentials[start + label]! * backward[label]!) / scales[token]!;
    }
    for (let other = 0; other < labels; other += 1) {
      const known = forward[before + other]!;
      let sum = 0;
      for (let label = 0; label < labels; label += 1) {
        const weight = steps[other * labels + label]! * after[label]!;
        sum += weight;
        transitions[other * labels + label]! += known * weight;
      }
      backward[other] = sum;
      tokens[before + other] = known * sum;
    }
  }
  return { logPartition, tokens, transitions };
}

/** Of each score less its token's greatest; gives the sum of the greatest. */
function exponentials(scores: Float64Array, potentials: Float64Array, labels: number): number {
  let sum = 0;
  for (let start = 0; start < scores.length; start += labels) {
    let most = -Infinity;
    for (let index = start; index < start + labels; index += 1) {
      if (scores[index]! > most) most = scores[index]!;
    }
    sum += most;
    for (let index = start; index < start + labels; index += 1) {
      potentials[index] = Math.exp(scores[index]! - most);
    }
  }
  return sum;
}

function multiplyForward(
  forward: Float64Array,
  steps: Float64Array,
  potentials: Float64Array,
  { start, labels }: { readonly start: number; readonly labels: number },
): void {
  for (let label = 0; label < labels; label += 1) {
    let sum = 0;
    for (let other = 0; other < labels; other += 1) {
      sum += forward[start - labels + other]! * steps[other * labels + label]!;
    }
    forward[start + label] = sum * potentials[start + label]!;
  }
}

/** Divides by the sum, and gives it. */
function normalize(values: Float64Array, start: number, labels: number): number {
  let sum = 0;
  for (let index = start; index < start + labels; index += 1) sum += values[index]!;
  for (let index = start; index < start + labels; index += 1) values[index]! /= sum;
  return sum;
}
