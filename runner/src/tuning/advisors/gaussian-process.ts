import { squaredDifference } from '../space/distance.ts';
import type { SearchSpace } from '../space/dimension.ts';
import type { Point } from '../space/point.ts';
import { cholesky, inverseOf, solveLower, solveUpper, type Matrix } from './cholesky.ts';

/** What is believed of the score at a place. */
export interface Belief {
  readonly mean: number;
  readonly deviation: number;
}

export interface GaussianProcess {
  predict(point: Point): Belief;
}

export interface Known {
  readonly space: SearchSpace;
  readonly points: readonly Point[];
  /** Mean about 0, deviation about 1. */
  readonly scores: readonly number[];
}

/** Logarithms: one inverse squared length a dimension, then the noise's variance. */
type Parameters = Float64Array;

const steps = 60;

/**
 * A Gaussian process with a Matérn 5/2 kernel, one length a dimension (Rasmussen and Williams 2006),
 * whose lengths and noise are the most probable ones. The lengths' prior grows with the number of
 * dimensions (Hvarfner et al. 2024), so that few results do not overfit.
 */
export function fitProcess(known: Known): GaussianProcess {
  const distances = distancesBetween(known);
  const starts = [Math.log(0.5), Math.log(4)].map((start) => climb(known, distances, start));
  const [first, second] = starts;
  return predictor(known, distances, first!.value >= second!.value ? first!.at : second!.at);
}

/** Squared differences of each pair of points, dimension by dimension. */
function distancesBetween({ space, points }: Known): Float64Array[] {
  return space.dimensions.map(({ values }, dimension) =>
    Float64Array.from({ length: points.length ** 2 }, (_, pair) => {
      const a = points[Math.floor(pair / points.length)]![dimension]!;
      const b = points[pair % points.length]![dimension]!;
      return squaredDifference(values.kind, a, b);
    }),
  );
}

/** Climbs the posterior of the parameters by Rprop (Riedmiller and Braun 1993). */
function climb(known: Known, distances: readonly Float64Array[], start: number) {
  const at = new Float64Array(distances.length + 1).fill(start);
  at[distances.length] = Math.log(0.01);
  const stride = new Float64Array(at.length).fill(0.3);
  let before = new Float64Array(at.length);
  let best = { value: -Infinity, at: Float64Array.from(at) };
  for (let step = 0; step < steps; step += 1) {
    const { value, gradient } = posterior(known, distances, at);
    if (value > best.value) best = { value, at: Float64Array.from(at) };
    for (const [index, slope] of gradient.entries()) {
      const turned = slope * before[index]!;
      if (turned !== 0) {
        stride[index] = Math.min(1, Math.max(1e-3, stride[index]! * (turned > 0 ? 1.3 : 0.5)));
      }
      at[index] = clamp(at[index]! + Math.sign(slope) * stride[index]!, -9, 7);
    }
    before = gradient;
  }
  return best;
}

/** Logarithm of the parameters' posterior probability, and its slopes. */
function posterior(known: Known, distances: readonly Float64Array[], at: Parameters) {
  const size = known.points.length;
  const kernel = kernelOf(distances, at, size);
  const lower = cholesky(kernel.matrix);
  const gradient = new Float64Array(at.length);
  if (lower === undefined) return { value: -Infinity, gradient };
  const scores = Float64Array.from(known.scores);
  const weights = solveUpper(lower, solveLower(lower, scores));
  const inverse = inverseOf(lower).values;
  let value = 0;
  for (let row = 0; row < size; row += 1) {
    value -= 0.5 * scores[row]! * weights[row]! + Math.log(lower.values[row * size + row]!);
  }
  const noise = Math.exp(at[distances.length]!);
  for (let pair = 0; pair < size * size; pair += 1) {
    const [row, column] = [Math.floor(pair / size), pair % size];
    const slope = 0.5 * (weights[row]! * weights[column]! - inverse[pair]!);
    if (row === column) gradient[distances.length]! += slope * noise;
    const bySquare = slope * kernel.slopes[pair]!;
    for (const [index, squared] of distances.entries()) {
      gradient[index]! += bySquare * Math.exp(at[index]!) * squared[pair]!;
    }
  }
  return { value: value + addPrior(at, gradient), gradient };
}

/** Normal priors of the logarithms; adds their slopes to the gradient. */
function addPrior(at: Parameters, gradient: Float64Array): number {
  const dimensions = at.length - 1;
  let value = 0;
  for (const [index, parameter] of at.entries()) {
    // of inverse squared lengths: −2 (√2 + ln(dimensions) / 2), deviation 2 √3
    const isNoise = index === dimensions;
    const mean = isNoise ? Math.log(0.003) : -2 * (priorLength + Math.log(dimensions) / 2);
    const variance = isNoise ? 4 : 12;
    value -= (parameter - mean) ** 2 / (2 * variance);
    gradient[index]! -= (parameter - mean) / variance;
  }
  return value;
}
const priorLength = -0.5;

interface Kernel {
  readonly matrix: Matrix;
  /** Of the covariance by the scaled squared distance. */
  readonly slopes: Float64Array;
}

function kernelOf(distances: readonly Float64Array[], at: Parameters, size: number): Kernel {
  const values = new Float64Array(size * size);
  const slopes = new Float64Array(size * size);
  const scales = distances.map((_, index) => Math.exp(at[index]!));
  for (let pair = 0; pair < size * size; pair += 1) {
    let squared = 0;
    for (const [index, scale] of scales.entries()) squared += scale * distances[index]![pair]!;
    values[pair] = covariance(squared);
    slopes[pair] = covarianceSlope(squared);
  }
  const noise = Math.exp(at[distances.length]!) + 1e-8;
  for (let row = 0; row < size; row += 1) values[row * size + row]! += noise;
  return { matrix: { size, values }, slopes };
}

/** Matérn 5/2 by the scaled squared distance. */
function covariance(squared: number): number {
  const far = Math.sqrt(5 * squared);
  return (1 + far + (5 / 3) * squared) * Math.exp(-far);
}

function covarianceSlope(squared: number): number {
  const far = Math.sqrt(5 * squared);
  return (-5 / 6) * (1 + far) * Math.exp(-far);
}

function predictor(
  { space, points, scores }: Known,
  distances: readonly Float64Array[],
  at: Parameters,
): GaussianProcess {
  const size = points.length;
  const lower = cholesky(kernelOf(distances, at, size).matrix)!;
  const weights = solveUpper(lower, solveLower(lower, Float64Array.from(scores)));
  const scales = space.dimensions.map((_, index) => Math.exp(at[index]!));
  return {
    predict: (point) => {
      const shared = Float64Array.from(points, (known) => {
        let squared = 0;
        for (const [index, { values }] of space.dimensions.entries()) {
          squared += scales[index]! * squaredDifference(values.kind, point[index]!, known[index]!);
        }
        return covariance(squared);
      });
      const mean = shared.reduce((sum, value, index) => sum + value * weights[index]!, 0);
      const explained = solveLower(lower, shared).reduce((sum, value) => sum + value * value, 0);
      return { mean, deviation: Math.sqrt(Math.max(1e-12, 1 - explained)) };
    },
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
