import { describe, expect, it } from 'vitest';
import {
  blockBootstrapInterval,
  measureForecasts,
  type ForecastSteps,
} from '../../../runner/src/metrics/forecast.ts';
import { createRandom } from '../../../runner/src/random.ts';

function steps(truth: readonly number[], errors: readonly (readonly number[])[]): ForecastSteps {
  const horizon = errors[0]!.length;
  const forecasts = truth.flatMap((value, place) => errors[place]!.map((error) => value - error));
  return { truth: Float64Array.from(truth), forecasts: Float64Array.from(forecasts), horizon };
}

const truth = [10, 12, 8, 10];
const measured = steps(truth, [
  [1, 2],
  [-1, 2],
  [1, -2],
  [-1, -2],
]);
const reference = steps(truth, [
  [2, 4],
  [2, 4],
  [2, 4],
  [2, 4],
]);

describe('forecasts', () => {
  it('are measured over all steps ahead and at each', () => {
    const { metrics, details } = measureForecasts(measured, reference);
    expect(metrics).toMatchObject({ mae: 1.5, rmseStep1: 1, rmseStep2: 2, skill: 0.5 });
    expect(metrics['rmse']).toBeCloseTo(Math.sqrt(2.5), 12);
    expect(metrics['r2']).toBeCloseTo(1 - 2.5 / 2, 12);
    expect(details.perHorizon).toEqual([
      { horizon: 1, metrics: { rmse: 1, mae: 1, skill: 0.5 } },
      { horizon: 2, metrics: { rmse: 2, mae: 2, skill: 0.5 } },
    ]);
    expect([details.residuals![0], details.residuals!.at(-1)]).toEqual([-2, 2]);
  });

  it('have a skill below 0 where the reference is better, 0 where both are perfect', () => {
    expect(measureForecasts(reference, measured).metrics['skill']).toBe(-1);
    const perfect = steps(truth, [[0], [0], [0], [0]]);
    expect(measureForecasts(perfect, perfect).metrics['skill']).toBe(0);
  });

  it('have the same intervals each time', () => {
    const one = measureForecasts(measured, reference).intervals;
    expect(measureForecasts(measured, reference).intervals).toEqual(one);
  });
});

describe('the block bootstrap', () => {
  it('gives wider intervals than single draws where neighbours are alike', () => {
    const random = createRandom(4);
    let level = 0;
    const values = Array.from({ length: 600 }, () => (level = 0.95 * level + random.normal()));
    const mean = (places: readonly number[]): number =>
      places.reduce((sum, place) => sum + values[place]!, 0) / places.length;
    const width = (block: number): number => {
      const { lower, upper } = blockBootstrapInterval(600, block, mean, createRandom(1));
      return upper - lower;
    };
    expect(width(40)).toBeGreaterThan(2 * width(1));
  });
});
