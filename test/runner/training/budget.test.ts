import { expect, it } from 'vitest';
import { defaultBudget, startClock } from '../../../runner/src/training/budget.ts';

it('counts the time that is left in whole milliseconds', () => {
  let now = 0;
  const clock = startClock({ ...defaultBudget, TIME_HOURS: 0.08 }, () => now);
  now = 13_607;
  expect(clock.secondsLeft()).toBe(274.393);
  now = 1_000_000;
  expect(clock.secondsLeft()).toBe(0);
});
