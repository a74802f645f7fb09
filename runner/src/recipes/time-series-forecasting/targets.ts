import { Failure } from '@orangery/schemas';
import type { ForecastSteps } from '../../metrics/forecast.ts';
import type { SeriesData } from './series.ts';

/**
 * Places of a part's own steps of which a value was given and enough is known before.
 * @param lookback values a model needs, up to and with the last one
 * @throws Failure DATASET_INVALID when there is none
 */
export function targetsOf(data: SeriesData, lookback: number, horizon: number): readonly number[] {
  const first = Math.max(data.from, lookback + horizon - 1);
  const targets: number[] = [];
  for (let place = first; place < data.values.length; place += 1) {
    if (data.isFilled[place] === 0) targets.push(place);
  }
  if (targets.length > 0) return targets;
  throw new Failure(
    'DATASET_INVALID',
    `The data: expected more than ${lookback + horizon - 1} steps, as many as the model looks back and ahead, found ${data.values.length}`,
    { hint: 'Give a longer series; what was trained on may stand before it.' },
  );
}

/**
 * Makes forecasts from every origin up to one step before the last target, each with all that is
 * known there and nothing more (a rolling origin), and sorts them by what they are of.
 * @param forecast gives `[origins, horizon]`
 */
export function byTarget(
  { values }: SeriesData,
  targets: readonly number[],
  horizon: number,
  forecast: (origins: readonly number[]) => Float64Array,
): ForecastSteps {
  return sortByTarget(values, targets, horizon, forecast(originsOf(targets, horizon)));
}

/** Places of the last known value for forecasts of all targets, one to `horizon` steps ahead. */
export function originsOf(targets: readonly number[], horizon: number): readonly number[] {
  const first = targets[0]! - horizon;
  return Array.from({ length: targets.at(-1)! - first }, (_, index) => first + index);
}

/** @param made `[origins, horizon]`, from {@link originsOf} */
export function sortByTarget(
  values: Float64Array,
  targets: readonly number[],
  horizon: number,
  made: Float64Array,
): ForecastSteps {
  const firstOrigin = targets[0]! - horizon;
  const forecasts = new Float64Array(targets.length * horizon);
  for (const [row, target] of targets.entries()) {
    for (let ahead = 1; ahead <= horizon; ahead += 1) {
      const origin = target - ahead - firstOrigin;
      forecasts[row * horizon + ahead - 1] = made[origin * horizon + ahead - 1]!;
    }
  }
  return { truth: Float64Array.from(targets, (target) => values[target]!), forecasts, horizon };
}
