import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../runner/src/random.ts';
import {
  findSeasons,
  possibleSeasons,
  strongestSeason,
} from '../../../../runner/src/recipes/time-series-forecasting/seasons.ts';

const daily = { unit: 'millisecond', count: 86_400_000 } as const;
const hourly = { unit: 'millisecond', count: 3_600_000 } as const;
const step = { unit: 'step', count: 1 } as const;
const month = { unit: 'month', count: 1 } as const;

function series(count: number, valueAt: (index: number) => number, noise = 1): Float64Array {
  const random = createRandom(5);
  return Float64Array.from(
    { length: count },
    (_, index) => valueAt(index) + noise * random.normal(),
  );
}
const wave = (period: number, height: number) => (index: number) =>
  height * Math.sin((2 * Math.PI * index) / period);

function walk(count: number): Float64Array {
  const random = createRandom(8);
  let level = 0;
  return Float64Array.from({ length: count }, () => (level += random.normal()));
}

describe('seasons', () => {
  it.each([
    ['a week of days', daily, series(200, wave(7, 3)), [7], 7],
    ['a day of hours', hourly, series(300, wave(24, 3)), [24], 24],
    ['a year of days', daily, series(1500, wave(365.25, 4)), [365.2425], 365],
    ['a year of months', month, series(96, wave(12, 3)), [12], 12],
    ['a period of its own', step, series(300, wave(11, 3)), [11], 11],
    ['no more than noise', step, series(300, () => 0), [], undefined],
    ['a walk', step, walk(400), [], undefined],
    ['a trend', daily, series(300, (index) => index), [], undefined],
  ])('of %s are found', (_, interval, values, expected, strongest) => {
    expect(findSeasons(interval, values)).toEqual(expected);
    expect(strongestSeason(interval, values)).toBe(strongest);
  });

  it('need two cycles', () => {
    expect(possibleSeasons(daily, series(700, wave(365, 4)))).toEqual([7]);
    expect(possibleSeasons(daily, series(740, wave(365, 4)))).toEqual([7, 365.2425]);
  });
});
