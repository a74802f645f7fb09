import type { Baseline, Comparison } from '@orangery/schemas';
import { metricsOf, rootMeanSquare, type ForecastSteps } from '../../metrics/forecast.ts';
import { seasonBefore } from './features.ts';
import { defaultHorizon } from './knobs.ts';
import { possibleSeasons } from './seasons.ts';
import { countSteps, type SeriesData } from './series.ts';
import { byTarget, targetsOf } from './targets.ts';

/** Forecasts of a model that learns nothing. */
export interface NaiveForecasts {
  readonly name: string;
  readonly steps: ForecastSteps;
}

/** Seasons, in whole steps, whose last values a naive forecast repeats; 1 is the last value. */
export function naiveSeasons({ interval, values }: SeriesData): readonly number[] {
  return [...new Set([1, ...possibleSeasons(interval, values).map(Math.round)])];
}

/** Forecasts that repeat the last value, and the last season, for each season that is known. */
export function naiveForecasts(
  data: SeriesData,
  targets: readonly number[],
  horizon: number,
  seasons: readonly number[],
): readonly NaiveForecasts[] {
  const before = targets[0]! - horizon + 1;
  return seasons
    .filter((season) => before - season >= 0)
    .map((season) => ({
      name: season === 1 ? 'last value' : `seasonal naive, ${season} steps`,
      steps: byTarget(data, targets, horizon, (origins) =>
        Float64Array.from({ length: origins.length * horizon }, (_, at) => {
          const origin = origins[Math.floor(at / horizon)]!;
          return data.values[seasonBefore(origin, (at % horizon) + 1, season)]!;
        }),
      ),
    }));
}

/** The one with the lowest error, which a model is measured against. */
export function bestNaive(all: readonly NaiveForecasts[]): NaiveForecasts {
  const ranked = all.map((one) => ({ one, error: rootMeanSquare(one.steps) }));
  return ranked.reduce((least, other) => (other.error < least.error ? other : least)).one;
}

/** The best of the naive forecasts, in figures: a model must beat the last value and every season. */
export function naiveBaseline(train: SeriesData, test: SeriesData): Baseline {
  const { steps, name } = bestNaive(measuredOn(train, test).naive);
  return { name: `${name}, the best naive`, metrics: metricsOf(steps, rootMeanSquare(steps)) };
}

function measuredOn(
  train: SeriesData,
  test: SeriesData,
): { targets: readonly number[]; horizon: number; naive: readonly NaiveForecasts[] } {
  const horizon = defaultHorizon(train);
  const targets = targetsOf(test, 1, horizon);
  const naive = naiveForecasts(test, targets, horizon, naiveSeasons(train));
  return { targets, horizon, naive };
}

/** Every naive forecast, and a sine fitted to the longest season, in figures. */
export function compareNaive(train: SeriesData, test: SeriesData): readonly Comparison[] {
  const { targets, horizon, naive } = measuredOn(train, test);
  const reference = rootMeanSquare(bestNaive(naive).steps);
  const sine = fittedSine(train, test, targets, horizon);
  return [...naive, ...(sine === undefined ? [] : [sine])].map(({ name, steps }) => ({
    name,
    metrics: metricsOf(steps, reference),
  }));
}

/** Mean and one wave of the longest season, fitted to the training steps by least squares. */
function fittedSine(
  train: SeriesData,
  test: SeriesData,
  targets: readonly number[],
  horizon: number,
): NaiveForecasts | undefined {
  const period = Math.max(0, ...possibleSeasons(train.interval, train.values));
  const count = countSteps(train);
  if (period === 0 || count < period) return undefined;
  const turn = (step: number): number => (2 * Math.PI * step) / period;
  // over whole periods the waves and the mean do not mix, so each is a sum of its own
  const whole = Math.floor(Math.floor(count / period) * period);
  let [sine, cosine, mean] = [0, 0, 0];
  for (let place = train.values.length - whole; place < train.values.length; place += 1) {
    const value = train.values[place]!;
    sine += (2 * value * Math.sin(turn(train.start + place))) / whole;
    cosine += (2 * value * Math.cos(turn(train.start + place))) / whole;
    mean += value / whole;
  }
  const at = (place: number): number =>
    mean + sine * Math.sin(turn(test.start + place)) + cosine * Math.cos(turn(test.start + place));
  return {
    name: `fitted sine, ${Number(period.toFixed(2))} steps`,
    steps: byTarget(test, targets, horizon, (origins) =>
      Float64Array.from({ length: origins.length * horizon }, (_, index) =>
        at(origins[Math.floor(index / horizon)]! + (index % horizon) + 1),
      ),
    ),
  };
}
