import { Failure, type DatasetRecord } from '@orangery/schemas';
import type { ColumnRange } from '../recipe.ts';
import { strongestSeason } from './seasons.ts';
import { countSteps, type SeriesData } from './series.ts';
import { describeInterval, type Interval } from './times/interval.ts';

/** Length, interval, gaps and strongest season of a series. */
export function describeSeries(data: SeriesData): NonNullable<DatasetRecord['series']> {
  const season = strongestSeason(data.interval, data.values);
  return {
    steps: countSteps(data),
    interval: describeInterval(data.interval),
    gaps: data.isFilled.subarray(data.from).reduce((sum, filled) => sum + filled, 0),
    ...(season === undefined ? {} : { season }),
  };
}

export function rangeOf({ target, values, from }: SeriesData): ColumnRange {
  const own = values.subarray(from);
  return {
    name: target,
    min: own.reduce((least, value) => Math.min(least, value), Infinity),
    max: own.reduce((most, value) => Math.max(most, value), -Infinity),
    mean: own.reduce((sum, value) => sum + value, 0) / Math.max(1, own.length),
  };
}

/** @throws Failure DATASET_INVALID when steps are of another length */
export function checkInterval({ interval }: SeriesData, expected: Interval): void {
  if (interval.unit === expected.unit && interval.count === expected.count) return;
  throw new Failure(
    'DATASET_INVALID',
    `The data: expected values ${describeInterval(expected)} apart, found ${describeInterval(interval)}`,
    { hint: 'Use data of the same interval as in training.' },
  );
}

/** A series that goes on where another ends, with that one as what was known before it. */
export function continued(data: SeriesData, before: SeriesData): SeriesData {
  const next = before.start + before.values.length;
  const isNext = Math.abs(data.start - next) < 0.5 && data.from === 0;
  if (!isNext) return data;
  return {
    ...data,
    start: before.start,
    values: Float64Array.from([...before.values, ...data.values]),
    isFilled: Uint8Array.from([...before.isFilled, ...data.isFilled]),
    from: before.values.length,
    total: before.total,
  };
}
