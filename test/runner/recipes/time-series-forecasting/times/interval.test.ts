import { describe, expect, it } from 'vitest';
import {
  describeInterval,
  findInterval,
  stepOf,
  timeOfStep,
  writeTime,
} from '../../../../../runner/src/recipes/time-series-forecasting/times/interval.ts';

const at = (text: string): number => Date.parse(`${text}Z`);
const times = (...texts: string[]): Float64Array => Float64Array.from(texts.map(at));
const days = (start: string, count: number): number[] =>
  Array.from({ length: count }, (_, index) => at(start) + index * 86_400_000);

function told(sorted: Float64Array): string {
  const interval = findInterval('calendar', sorted);
  return interval === undefined ? 'none' : describeInterval(interval);
}

describe('the interval of a series', () => {
  it.each([
    ['1 day', Float64Array.from(days('2024-02-27T00:00', 5))],
    ['1 hour', times('2024-01-01T00:00', '2024-01-01T01:00', '2024-01-01T02:00')],
    ['15 minutes', times('2024-01-01T00:00', '2024-01-01T00:15', '2024-01-01T00:45')],
    ['1 week', times('2024-01-01T00:00', '2024-01-08T00:00', '2024-01-15T00:00')],
    ['1 month', times('2024-01-01T00:00', '2024-02-01T00:00', '2024-03-01T00:00')],
    ['1 month', times('2024-01-31T00:00', '2024-02-29T00:00', '2024-03-31T00:00')],
    ['3 months', times('2024-01-01T00:00', '2024-04-01T00:00', '2024-07-01T00:00')],
    ['1 year', times('2021-01-01T00:00', '2022-01-01T00:00', '2024-01-01T00:00')],
    ['none', times('2024-01-01T00:00', '2024-01-02T07:00', '2024-01-05T03:00', '2024-01-05T19:00')],
  ])('is %s', (expected, sorted) => {
    expect(told(sorted)).toBe(expected);
  });

  it('leaves out weekends when no day is one', () => {
    const all = days('2024-01-01T00:00', 28);
    const working = all.filter((time) => ![0, 6].includes(new Date(time).getUTCDay()));
    const interval = findInterval('calendar', Float64Array.from(working))!;
    expect(describeInterval(interval)).toBe('1 working day');
    const steps = working.map((time) => stepOf(interval, time));
    expect(steps).toEqual(steps.map((_, index) => steps[0]! + index));
    expect(steps.map((step) => timeOfStep(interval, step))).toEqual(working);
  });

  it('forgives times a little off the grid', () => {
    const hours = days('2024-01-01T00:00', 10).map((time, index) => time + (index % 3) * 60_000);
    expect(told(Float64Array.from(hours))).toBe('1 day');
  });

  it.each([
    [{ unit: 'millisecond', count: 86_400_000 }, '2024-03-05T00:00', '2024-03-05'],
    [{ unit: 'millisecond', count: 3_600_000 }, '2024-03-05T07:00', '2024-03-05T07:00:00Z'],
    [{ unit: 'month', count: 1 }, '2024-03-05T00:00', '2024-03'],
    [{ unit: 'month', count: 12 }, '2024-01-01T00:00', '2024'],
    [{ unit: 'working day', count: 1 }, '2024-03-05T00:00', '2024-03-05'],
  ] as const)('%j gives back a step’s time', (interval, time, written) => {
    const step = stepOf(interval, at(time));
    expect(writeTime(interval, timeOfStep(interval, step))).toBe(written);
  });
});
