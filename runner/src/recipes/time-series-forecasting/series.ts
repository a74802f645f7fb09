import type { Skipped } from '@orangery/schemas';
import type { Interval } from './times/interval.ts';

/** A series at even steps, or a part of one with all that came before it. */
export interface SeriesData {
  readonly format: string;
  readonly timeColumn: string;
  readonly target: string;
  readonly targetChosenBy: 'name' | 'last column';
  readonly interval: Interval;
  /** Step of `values[0]`, as `stepOf` counts. */
  readonly start: number;
  /** Every step up to the end of this part, none after it. */
  readonly values: Float64Array;
  /** 1 where no value was given and the one before stands in. */
  readonly isFilled: Uint8Array;
  /** Place in `values` where this part begins; what is before is known, and only known. */
  readonly from: number;
  /** Steps of the whole series that this is a part of. */
  readonly total: number;
  readonly skipped: readonly Skipped[];
}

/** Steps of a part, without those before it. */
export function countSteps({ values, from }: SeriesData): number {
  return values.length - from;
}

/**
 * As many steps as there are indices, up to the latest of them: a series has no holes. What comes
 * after them is not in the result.
 */
export function selectSteps(data: SeriesData, indices: readonly number[]): SeriesData {
  const last = indices.reduce((most, index) => Math.max(most, index), -1);
  const end = data.from + last + 1;
  return {
    ...data,
    values: data.values.subarray(0, end),
    isFilled: data.isFilled.subarray(0, end),
    from: end - indices.length,
  };
}
