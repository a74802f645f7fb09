import { Failure } from '@orangery/schemas';
import type { SeriesData } from './series.ts';
import { describeInterval, stepOf, type Interval } from './times/interval.ts';

/** A value that was given, and the row it came from. */
export interface TimedValue {
  readonly time: number;
  /** NaN when missing. */
  readonly value: number;
  readonly row: number;
}

/** More than this share of steps without a value is no series. */
const mostGaps = 0.2;

/**
 * Puts values sorted by time on even steps. A step without one takes the value before it: one from
 * after it would tell the future.
 * @throws Failure DATASET_INVALID when two fall on one step, or too many steps have none
 */
export function placeOnGrid(
  timed: readonly TimedValue[],
  interval: Interval,
  where: string,
): Pick<SeriesData, 'start' | 'values' | 'isFilled'> {
  const given = timed.filter(({ value }) => !Number.isNaN(value));
  if (given.length === 0)
    throw new Failure('DATASET_INVALID', `${where}: expected numbers, found none`);
  const start = stepOf(interval, given[0]!.time);
  const placeOf = ({ time }: TimedValue): number => Math.round(stepOf(interval, time) - start);
  const length = placeOf(given.at(-1)!) + 1;
  checkGaps(given.length, length, interval, where);
  const values = new Float64Array(length).fill(NaN);
  for (const one of given) {
    if (!Number.isNaN(values[placeOf(one)]!)) throw crowded(interval, where);
    values[placeOf(one)] = one.value;
  }
  const isFilled = Uint8Array.from(values, (value) => (Number.isNaN(value) ? 1 : 0));
  for (let index = 1; index < length; index += 1) {
    if (isFilled[index] === 1) values[index] = values[index - 1]!;
  }
  return { start, values, isFilled };
}

function checkGaps(given: number, length: number, interval: Interval, where: string): void {
  const share = 1 - given / length;
  if (share <= mostGaps) return;
  throw new Failure(
    'DATASET_INVALID',
    `${where}: expected a value for almost every step of ${describeInterval(interval)}, found ${(share * 100).toFixed(0)} % of them without`,
    { hint: 'Take a value for a longer time, or a stretch without such gaps.' },
  );
}

function crowded(interval: Interval, where: string): Failure {
  return new Failure(
    'DATASET_INVALID',
    `${where}: expected one value for each step of ${describeInterval(interval)}, found several`,
    { hint: 'Sum up or average the values of each step.' },
  );
}
