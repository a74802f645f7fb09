import {
  cholesky,
  dot,
  inverseOf,
  solveLower,
  solveUpper,
  type Matrix,
} from '../../../linear-algebra/cholesky.ts';
import { kernelOf, type Distances, type Kernel, type Parameters } from './kernel.ts';

/** Scores and the distances between their places. */
export interface Evidence {
  readonly distances: Distances;
  /** Mean about 0, deviation about 1. */
  readonly scores: Float64Array;
}

interface Factored {
  readonly kernel: Kernel;
  readonly lower: Matrix;
  /** Inverse of the kernel times the scores. */
  readonly weights: Float64Array;
  readonly value: number;
}

/** Logarithm of the probability of parameters after the evidence, up to a constant. */
export function posteriorOf(evidence: Evidence, at: Parameters): number {
  return factor(evidence, at)?.value ?? -Infinity;
}

/** Its slopes by each parameter (Rasmussen and Williams 2006, 5.9); 0 where it cannot be computed. */
export function climbPosterior(
  evidence: Evidence,
  at: Parameters,
): { value: number; gradient: Float64Array } {
  const factored = factor(evidence, at);
  const gradient = new Float64Array(at.length);
  if (factored === undefined) return { value: -Infinity, gradient };
  const { distances, scores } = evidence;
  const { kernel, lower, weights, value } = factored;
  const inverse = inverseOf(lower).values;
  const noise = Math.exp(at[distances.length]!);
  const pairSlopes = new Float64Array(kernel.slopes.length);
  let pair = 0;
  for (let row = 0; row < scores.length; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      const slope = weights[row]! * weights[column]! - inverse[row * scores.length + column]!;
      if (row === column) gradient[distances.length]! += 0.5 * slope * noise;
      // off the diagonal a pair stands for two, which takes the half away
      else pairSlopes[pair] = slope * kernel.slopes[pair]!;
      pair += 1;
    }
  }
  for (const [index, squares] of distances.entries()) {
    gradient[index] = Math.exp(at[index]!) * dot(pairSlopes, squares);
  }
  for (const [index, { mean, variance }] of priorsOf(at).entries()) {
    gradient[index]! -= (at[index]! - mean) / variance;
  }
  return { value, gradient };
}

function factor({ distances, scores }: Evidence, at: Parameters): Factored | undefined {
  const kernel = kernelOf(distances, at, scores.length);
  const lower = cholesky(kernel.matrix);
  if (lower === undefined) return undefined;
  const weights = solveUpper(lower, solveLower(lower, scores));
  let value = -0.5 * dot(scores, weights);
  for (let row = 0; row < scores.length; row += 1) {
    value -= Math.log(lower.values[row * scores.length + row]!);
  }
  for (const [index, { mean, variance }] of priorsOf(at).entries()) {
    value -= (at[index]! - mean) ** 2 / (2 * variance);
  }
  return { kernel, lower, weights, value };
}

/**
 * Normal priors of the logarithms. Lengths grow with the root of the number of dimensions, or many
 * dimensions would look unlike each other everywhere (Hvarfner et al. 2024).
 */
function priorsOf(at: Parameters): { mean: number; variance: number }[] {
  const dimensions = at.length - 1;
  return Array.from(at, (_, index) =>
    index === dimensions
      ? { mean: Math.log(0.003), variance: 4 }
      : { mean: 1 - Math.log(dimensions), variance: 12 },
  );
}
