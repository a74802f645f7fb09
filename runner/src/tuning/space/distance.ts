import type { SearchSpace } from './dimension.ts';
import type { Point } from './point.ts';

/**
 * Squared distance along one dimension: of numbers their difference, of choices 1 unless equal. A
 * knob that a condition leaves out lies at the middle of a range, and is a choice of its own.
 */
export function squaredDifference(kind: 'choice' | 'number', a: number, b: number): number {
  if (kind === 'choice') return a === b || (Number.isNaN(a) && Number.isNaN(b)) ? 0 : 1;
  const difference = (Number.isNaN(a) ? 0.5 : a) - (Number.isNaN(b) ? 0.5 : b);
  return difference * difference;
}

/** Over all dimensions, each counting alike. */
export function squaredDistance({ dimensions }: SearchSpace, a: Point, b: Point): number {
  return dimensions.reduce(
    (sum, { values }, index) => sum + squaredDifference(values.kind, a[index]!, b[index]!),
    0,
  );
}
