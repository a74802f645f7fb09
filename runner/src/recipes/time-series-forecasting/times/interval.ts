import type { ParsedTimes } from './parse-times.ts';

/** Time from one value of a series to the next. */
export interface Interval {
  /** Months differ in length; `working day` leaves out Saturdays and Sundays; a `step` has none. */
  readonly unit: 'millisecond' | 'month' | 'working day' | 'step';
  readonly count: number;
}

const day = 86_400_000;
/** How far from the grid a time may be, in steps. */
const mostJitter = 0.25;

/**
 * The interval that sorted times keep, though some may be missing.
 * @returns undefined when they keep none
 */
export function findInterval(
  kind: ParsedTimes['kind'],
  sorted: Float64Array,
): Interval | undefined {
  if (kind === 'calendar') {
    const months = monthsApart(sorted);
    if (months !== undefined) return { unit: 'month', count: months };
    if (isWorkingDays(sorted)) return { unit: 'working day', count: 1 };
  }
  const usual = kind === 'calendar' ? roundLength(usualOf(sorted)) : usualOf(sorted);
  if (!(usual > 0)) return undefined;
  const interval = { unit: kind === 'calendar' ? 'millisecond' : 'step', count: usual } as const;
  const start = sorted[0]!;
  const onGrid = sorted.filter((time) => {
    const steps = (time - start) / usual;
    return Math.abs(steps - Math.round(steps)) <= mostJitter;
  });
  return onGrid.length >= sorted.length * 0.99 ? interval : undefined;
}

/** Steps from a fixed beginning of time, the same for every series of this interval. */
export function stepOf({ unit, count }: Interval, time: number): number {
  if (unit === 'month') return Math.floor(monthOf(time) / count);
  if (unit === 'working day') return workingDayOf(time);
  return time / count;
}

/** The time of a step, as {@link stepOf} counts. */
export function timeOfStep({ unit, count }: Interval, step: number): number {
  if (unit === 'month') return Date.UTC(1970, Math.round(step) * count);
  if (unit !== 'working day') return step * count;
  const weeks = Math.floor(Math.round(step) / 5);
  return (weeks * 7 + (Math.round(step) - weeks * 5) - 3) * day;
}

/** A time as people write it: no shorter than its interval needs. */
export function writeTime({ unit, count }: Interval, time: number): string {
  if (unit === 'step') return String(Number(time.toPrecision(12)));
  const text = new Date(time).toISOString();
  if (unit === 'month') return count % 12 === 0 ? text.slice(0, 4) : text.slice(0, 7);
  const isDate = unit === 'working day' || (count % day === 0 && text.includes('T00:00:00.000Z'));
  return isDate ? text.slice(0, 10) : text.replace('.000Z', 'Z');
}

const lengths: readonly (readonly [name: string, milliseconds: number])[] = [
  ['week', 7 * day],
  ['day', day],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

/** The commonest difference, or the middle one where times are so uneven that few are equal. */
function usualOf(sorted: Float64Array): number {
  const all = differences(sorted).sort((a, b) => a - b);
  const found = commonest(all);
  const share = all.filter((one) => one === found).length / all.length;
  return share >= 0.5 ? found : (all[Math.floor(all.length / 2)] ?? NaN);
}

/** A length that people use, where it is one but for a fiftieth. */
function roundLength(milliseconds: number): number {
  for (const [, length] of lengths) {
    const count = Math.max(1, Math.round(milliseconds / length));
    if (Math.abs(milliseconds / (count * length) - 1) <= 0.02) return count * length;
  }
  return milliseconds;
}

/** `1 day`, `15 minutes`. */
export function describeInterval({ unit, count }: Interval): string {
  if (unit === 'month' && count % 12 === 0) return plural(count / 12, 'year');
  if (unit !== 'millisecond') return plural(count, unit);
  const found = lengths.find(([, length]) => count % length === 0);
  return found === undefined ? plural(count, unit) : plural(count / found[1], found[0]);
}

function plural(count: number, noun: string): string {
  return `${Number(count.toPrecision(6))} ${noun}${count === 1 ? '' : 's'}`;
}

/** Months between times that all fall on one day of the month, or on the last. */
function monthsApart(sorted: Float64Array): number | undefined {
  const months = Array.from(sorted, monthOf);
  const usual = commonest(differences(Float64Array.from(months)));
  if (!(usual >= 1)) return undefined;
  const dates = Array.from(sorted, (time) => new Date(time));
  const [first] = dates;
  const isSameDay = dates.every(
    (date) =>
      date.getUTCDate() === first!.getUTCDate() && date.getUTCHours() === first!.getUTCHours(),
  );
  const isLastDay = dates.every((date) => new Date(date.getTime() + day).getUTCDate() === 1);
  const isOnGrid = months.every((month) => (month - months[0]!) % usual === 0);
  return (isSameDay || isLastDay) && isOnGrid ? usual : undefined;
}

/** Days of which none is a Saturday or Sunday, in more than one week. */
function isWorkingDays(sorted: Float64Array): boolean {
  if (commonest(differences(sorted)) !== day || sorted.length < 10) return false;
  return sorted.every((time) => time % day === sorted[0]! % day && weekdayOf(time) < 5);
}

function monthOf(time: number): number {
  const date = new Date(time);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

/** Monday 0 … Sunday 6; the first of January 1970 was a Thursday. */
function weekdayOf(time: number): number {
  return (((Math.floor(time / day) + 3) % 7) + 7) % 7;
}

function workingDayOf(time: number): number {
  const weeks = Math.floor((Math.floor(time / day) + 3) / 7);
  return weeks * 5 + Math.min(4, weekdayOf(time));
}

function differences(sorted: Float64Array): number[] {
  return Array.from({ length: Math.max(0, sorted.length - 1) }, (_, index) =>
    Number((sorted[index + 1]! - sorted[index]!).toPrecision(12)),
  );
}

/** Of equally common ones the smallest. */
function commonest(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [found] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return found?.[0] ?? NaN;
}
