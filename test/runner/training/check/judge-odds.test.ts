import { describe, expect, it } from 'vitest';
import { compare } from '../../../../runner/src/training/check/judge-odds.ts';
import { wilsonInterval } from '../../../../runner/src/metrics/interval.ts';

describe('the odds of a probe', () => {
  it.each([
    ['plainly better', 90, 100, 0.5, 'beats the baseline'],
    ['as good, of many examples', 500, 1000, 0.5, 'does not beat it yet'],
    ['worse', 30, 100, 0.5, 'does not beat it yet'],
    ['better, but of few examples', 5, 8, 0.5, 'cannot tell'],
    ['as good, but of few examples', 2, 4, 0.5, 'cannot tell'],
    ['flawless, but of two examples', 2, 2, 0.5, 'cannot tell'],
    ['flawless where the baseline nearly is', 100, 100, 0.99, 'cannot tell'],
  ])('%s: %d of %d right beside %d', (_, right, count, baseline, expected) => {
    const found = compare(right / count, wilsonInterval(right, count), baseline);
    expect(found).toBe(expected);
  });
});
