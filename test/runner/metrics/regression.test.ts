import { describe, expect, it } from 'vitest';
import {
  measureRegression,
  quantilesOf,
  rSquared,
} from '../../../runner/src/metrics/regression.ts';

describe('measuring numbers', () => {
  it('gives R², root mean squared error and mean absolute error', () => {
    const { metrics } = measureRegression({ truths: [1, 2, 3, 4], predictions: [1, 2, 3, 2] });
    expect(metrics).toEqual({ r2: 1 - 4 / 5, rmse: 1, mae: 0.5 });
  });

  it('gives intervals around them, the same each time', () => {
    const truths = Array.from({ length: 80 }, (_, index) => index % 9);
    const predictions = truths.map((truth, index) => truth + Math.sin(index));
    const first = measureRegression({ truths, predictions });
    expect(measureRegression({ truths, predictions })).toEqual(first);
    for (const [name, { lower, upper }] of Object.entries(first.intervals)) {
      expect(lower).toBeLessThan(first.metrics[name]!);
      expect(upper).toBeGreaterThan(first.metrics[name]!);
    }
  });

  it.each([
    [[1, 2, 3], [1, 2, 3], 1],
    [[1, 2, 3], [2, 2, 2], 0],
    [[2, 2], [2, 2], 1],
    [[2, 2], [2, 3], 0],
  ])('says of %j and %j that R² is %d', (truths, predictions, expected) => {
    expect(rSquared(truths, predictions)).toBe(expected);
  });

  it('spreads quantiles from the least to the greatest', () => {
    expect(quantilesOf([4, 0, 2], 4)).toEqual([0, 1, 2, 3, 4]);
    expect(quantilesOf([7], 2)).toEqual([7, 7, 7]);
    expect(quantilesOf([], 2)).toEqual([]);
  });
});
