import { squaredDifference } from '../../space/distance.ts';
import type { SearchSpace } from '../../space/dimension.ts';
import type { Point } from '../../space/point.ts';
import type { Matrix } from '../../../linear-algebra/cholesky.ts';

/** Squared differences of pairs of places, one array a dimension; pairs by row, the lower half. */
export type Distances = readonly Float64Array[];

/** Logarithms: of one inverse squared length a dimension, then of the noise's variance. */
export type Parameters = Float64Array;

export interface Kernel {
  readonly matrix: Matrix;
  /** Of each pair's covariance by their scaled squared distance. */
  readonly slopes: Float64Array;
}

export function distancesBetween(space: SearchSpace, points: readonly Point[]): Distances {
  return space.dimensions.map(({ values }, dimension) => {
    const squares = new Float64Array((points.length * (points.length + 1)) / 2);
    let pair = 0;
    for (const [row, a] of points.entries()) {
      for (let column = 0; column <= row; column += 1) {
        const b = points[column]!;
        squares[pair] = squaredDifference(values.kind, a[dimension]!, b[dimension]!);
        pair += 1;
      }
    }
    return squares;
  });
}

/** Matérn 5/2 with one length a dimension (Rasmussen and Williams 2006, 4.2), noise on the diagonal. */
export function kernelOf(distances: Distances, at: Parameters, size: number): Kernel {
  const squared = scale(distances, at, (size * (size + 1)) / 2);
  const noise = Math.exp(at[distances.length]!) + 1e-8;
  const values = new Float64Array(size * size);
  const slopes = new Float64Array(squared.length);
  let pair = 0;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      const far = Math.sqrt(5 * squared[pair]!);
      const fall = Math.exp(-far);
      values[row * size + column] = (1 + far + (far * far) / 3) * fall;
      slopes[pair] = (-5 / 6) * (1 + far) * fall;
      pair += 1;
    }
    values[row * size + row]! += noise;
  }
  return { matrix: { size, values }, slopes };
}

/** A function that gives the covariance of a place with each of the known ones. */
export function covariancesWith(
  { dimensions }: SearchSpace,
  at: Parameters,
  points: readonly Point[],
): (point: Point) => Float64Array {
  const count = dimensions.length;
  const kinds = dimensions.map(({ values }) => values.kind);
  const scales = Float64Array.from(kinds, (_, index) => Math.exp(at[index]!));
  // flat, as this is what proposing spends its time on
  const known = Float64Array.from(points.flat());
  return (point) => {
    const shared = new Float64Array(points.length);
    for (let row = 0; row < shared.length; row += 1) {
      let squared = 0;
      for (let index = 0; index < count; index += 1) {
        const there = known[row * count + index]!;
        squared += scales[index]! * squaredDifference(kinds[index]!, point[index]!, there);
      }
      const far = Math.sqrt(5 * squared);
      shared[row] = (1 + far + (far * far) / 3) * Math.exp(-far);
    }
    return shared;
  };
}

function scale(distances: Distances, at: Parameters, pairs: number): Float64Array {
  const squared = new Float64Array(pairs);
  for (const [index, squares] of distances.entries()) {
    const by = Math.exp(at[index]!);
    for (let pair = 0; pair < pairs; pair += 1) squared[pair]! += by * squares[pair]!;
  }
  return squared;
}
