import type { EvaluationDetails, Intervals, Metrics } from '@orangery/schemas';
import { createRandom, type Random } from '../random.ts';
import type { Interval } from './interval.ts';

/** What came true at each step, and what was forecast of it one to `horizon` steps before. */
export interface ForecastSteps {
  readonly truth: Float64Array;
  /** `[steps, horizon]`: of each step the forecast made one step before, two steps before … */
  readonly forecasts: Float64Array;
  readonly horizon: number;
}

export interface ForecastResult {
  readonly metrics: Metrics;
  readonly intervals: Intervals;
  readonly details: EvaluationDetails;
}

const bootstrapRounds = 500;
const residualQuantiles = 21;

/**
 * Root mean squared and mean absolute error over all steps ahead, R², and the skill score: how much
 * lower the squared error's root is than that of a reference, 1 − RMSE / RMSE of the reference. 95 %
 * intervals by the circular block bootstrap (Politis and Romano 1992), as errors in time depend on
 * each other.
 */
export function measureForecasts(steps: ForecastSteps, reference: ForecastSteps): ForecastResult {
  const errors = errorsOf(steps);
  const others = errorsOf(reference);
  const everything = Array.from(steps.truth.keys());
  const figures = {
    rmse: (places: readonly number[]) => rootMean(errors.squared, places),
    mae: (places: readonly number[]) => mean(errors.absolute, places),
    skill: (places: readonly number[]) =>
      skillOf(rootMean(errors.squared, places), rootMean(others.squared, places)),
  };
  const random = createRandom(1);
  const block = Math.max(2 * steps.horizon, Math.ceil(Math.sqrt(steps.truth.length)));
  const intervals = Object.fromEntries(
    Object.entries(figures).map(([name, figure]) => [
      name,
      blockBootstrapInterval(steps.truth.length, block, figure, random),
    ]),
  );
  return {
    metrics: metricsOf(steps, rootMean(others.squared, everything)),
    intervals,
    details: { perHorizon: perHorizon(steps, reference), residuals: residualsOf(steps) },
  };
}

/** Figures of forecasts; the root of the squared error also one step and the farthest step ahead. */
export function metricsOf(steps: ForecastSteps, referenceRmse: number): Metrics {
  const errors = errorsOf(steps);
  const places = Array.from(steps.truth.keys());
  const rmse = rootMean(errors.squared, places);
  const average = mean(steps.truth, places);
  const spread = mean(
    steps.truth.map((value) => (value - average) ** 2),
    places,
  );
  const atStep = (ahead: number): Metrics => ({
    [`rmseStep${ahead}`]: Math.sqrt(meanSquareAt(steps, ahead)),
  });
  return {
    skill: skillOf(rmse, referenceRmse),
    rmse,
    mae: mean(errors.absolute, places),
    r2: spread === 0 ? 0 : 1 - rmse ** 2 / spread,
    ...atStep(1),
    ...atStep(steps.horizon),
  };
}

/** Root of the mean squared error over all steps and steps ahead. */
export function rootMeanSquare(steps: ForecastSteps): number {
  return rootMean(errorsOf(steps).squared, Array.from(steps.truth.keys()));
}

/** Percentile bootstrap of a figure of steps in time, drawn in blocks that wrap around the end. */
export function blockBootstrapInterval(
  count: number,
  block: number,
  figure: (places: readonly number[]) => number,
  random: Random,
): Interval {
  const figures = Array.from({ length: bootstrapRounds }, () => {
    const places: number[] = [];
    while (places.length < count) {
      const start = random.integer(count);
      for (let offset = 0; offset < block && places.length < count; offset += 1) {
        places.push((start + offset) % count);
      }
    }
    return figure(places);
  }).sort((a, b) => a - b);
  return {
    lower: figures[Math.floor(bootstrapRounds * 0.025)] ?? 0,
    upper: figures[Math.ceil(bootstrapRounds * 0.975) - 1] ?? 0,
  };
}

interface Errors {
  /** Of each step, the mean over the forecasts made of it. */
  readonly squared: Float64Array;
  readonly absolute: Float64Array;
}

function errorsOf({ truth, forecasts, horizon }: ForecastSteps): Errors {
  const squared = new Float64Array(truth.length);
  const absolute = new Float64Array(truth.length);
  for (const [at, forecast] of forecasts.entries()) {
    const place = Math.floor(at / horizon);
    const error = truth[place]! - forecast;
    squared[place]! += error ** 2 / horizon;
    absolute[place]! += Math.abs(error) / horizon;
  }
  return { squared, absolute };
}

function perHorizon(
  steps: ForecastSteps,
  reference: ForecastSteps,
): NonNullable<EvaluationDetails['perHorizon']> {
  return Array.from({ length: steps.horizon }, (_, index) => {
    const ahead = index + 1;
    const rmse = Math.sqrt(meanSquareAt(steps, ahead));
    const other = Math.sqrt(meanSquareAt(reference, ahead));
    const absolute = atStepAhead(steps, ahead, Math.abs);
    return { horizon: ahead, metrics: { rmse, mae: absolute, skill: skillOf(rmse, other) } };
  });
}

function meanSquareAt(steps: ForecastSteps, ahead: number): number {
  return atStepAhead(steps, ahead, (error) => error ** 2);
}

function atStepAhead(
  { truth, forecasts, horizon }: ForecastSteps,
  ahead: number,
  cost: (error: number) => number,
): number {
  const costs = truth.map((value, place) => cost(value - forecasts[place * horizon + ahead - 1]!));
  return costs.reduce((sum, value) => sum + value, 0) / Math.max(1, truth.length);
}

function residualsOf({ truth, forecasts, horizon }: ForecastSteps): number[] {
  const sorted = forecasts
    .map((forecast, at) => truth[Math.floor(at / horizon)]! - forecast)
    .sort();
  if (sorted.length === 0) return [];
  return Array.from(
    { length: residualQuantiles },
    (_, index) => sorted[Math.round((index / (residualQuantiles - 1)) * (sorted.length - 1))]!,
  );
}

/** 0 where the reference makes no error and neither do the forecasts. */
function skillOf(rmse: number, reference: number): number {
  if (reference === 0) return rmse === 0 ? 0 : -1;
  return 1 - rmse / reference;
}

function rootMean(values: Float64Array, places: readonly number[]): number {
  return Math.sqrt(mean(values, places));
}

function mean(values: Float64Array, places: readonly number[]): number {
  return places.reduce((sum, place) => sum + values[place]!, 0) / Math.max(1, places.length);
}
