import { measureForecasts, type ForecastSteps } from '../../metrics/forecast.ts';
import type { Measured } from '../../network/best-weights.ts';
import type { Evaluation } from '../recipe.ts';
import { lookbackOf } from './features.ts';
import { forecastFrom, type ForecastModel, type Forecasts } from './model.ts';
import { bestNaive, naiveForecasts } from './naive.ts';
import type { SeriesData } from './series.ts';
import { originsOf, sortByTarget, targetsOf } from './targets.ts';

/** Measures forecasts of a part's steps, each made with all that was known when it was made. */
export async function evaluateForecasts(
  model: ForecastModel,
  data: SeriesData,
): Promise<Evaluation> {
  const { steps, reference, forecasts, targets } = await roll(model, data);
  const { metrics, intervals, details } = measureForecasts(steps, reference);
  const coverage = coverageOf(steps, forecasts, data, targets);
  return { metrics: { ...metrics, coverage }, intervals, details };
}

/** Skill, and the mean squared error as the loss. */
export async function scoreOn(model: ForecastModel, data: SeriesData): Promise<Measured> {
  const { steps, reference } = await roll(model, data);
  const loss = meanSquare(steps);
  const other = meanSquare(reference);
  return { score: other === 0 ? 0 : 1 - Math.sqrt(loss / other), loss };
}

interface Rolled {
  readonly steps: ForecastSteps;
  /** The best of the naive forecasts. */
  readonly reference: ForecastSteps;
  readonly forecasts: Forecasts;
  readonly targets: readonly number[];
}

async function roll(model: ForecastModel, data: SeriesData): Promise<Rolled> {
  const { features } = model.preprocessing;
  const { horizon } = features;
  const targets = targetsOf(data, lookbackOf(features), horizon);
  const forecasts = await forecastFrom(model, data, originsOf(targets, horizon));
  const steps = sortByTarget(data.values, targets, horizon, forecasts.forecast);
  const { naive } = model.preprocessing;
  const reference = bestNaive(naiveForecasts(data, targets, horizon, naive)).steps;
  return { steps, reference, forecasts, targets };
}

/** Share of truths within the limits of their forecasts. */
function coverageOf(
  { truth, horizon }: ForecastSteps,
  { lower, upper }: Forecasts,
  { values }: SeriesData,
  targets: readonly number[],
): number {
  const low = sortByTarget(values, targets, horizon, lower).forecasts;
  const high = sortByTarget(values, targets, horizon, upper).forecasts;
  const within = low.reduce((count, limit, at) => {
    const value = truth[Math.floor(at / horizon)]!;
    return limit <= value && value <= high[at]! ? count + 1 : count;
  }, 0);
  return within / Math.max(1, low.length);
}

function meanSquare({ truth, forecasts, horizon }: ForecastSteps): number {
  const sum = forecasts.reduce(
    (total, forecast, at) => total + (truth[Math.floor(at / horizon)]! - forecast) ** 2,
    0,
  );
  return sum / Math.max(1, forecasts.length);
}
