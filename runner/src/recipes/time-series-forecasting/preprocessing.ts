import { Failure } from '@orangery/schemas';
import { widthOf, type FeatureRecipe } from './features.ts';
import { levels, longestLookback } from './knobs.ts';
import type { ForecastPreprocessing } from './model.ts';

/** As JSON: typed arrays become lists. Numbers come back as they were, bit for bit. */
export function writeForecastPreprocessing(preprocessing: ForecastPreprocessing): object {
  const { map } = preprocessing;
  return {
    ...preprocessing,
    map: {
      means: [...map.means],
      deviations: [...map.deviations],
      weights: [...map.weights],
      intercepts: [...map.intercepts],
    },
  };
}

/** @throws Failure FILE_INVALID when the saved file is not one of this recipe */
export function parseForecastPreprocessing(value: unknown): ForecastPreprocessing {
  const known = record(value);
  const features = record(known['features']);
  const scale = record(known['scale']);
  const map = record(known['map']);
  const spread = record(known['spread']);
  if (known['recipe'] !== 'time-series-forecasting' || !isFeatureRecipe(features)) throw invalid();
  const width = widthOf(features);
  const { horizon } = features;
  const isValid =
    typeof known['timeColumn'] === 'string' &&
    typeof known['target'] === 'string' &&
    typeof known['hasNetwork'] === 'boolean' &&
    Number.isFinite(known['lastStep']) &&
    isInterval(record(known['interval'])) &&
    isSeasons(known['naive']) &&
    (scale['scale'] === 'plain' || scale['scale'] === 'log') &&
    Number(scale['floor']) > 0 &&
    [map['means'], map['deviations']].every((list) => isNumbers(list, width)) &&
    isNumbers(map['weights'], width * horizon) &&
    [map['intercepts'], spread['lower'], spread['upper'], known['units']].every((list) =>
      isNumbers(list, horizon),
    );
  if (!isValid) throw invalid();
  const arrays = Object.fromEntries(
    Object.entries(map).map(([name, list]) => [name, Float64Array.from(list as number[])]),
  );
  return { ...known, map: arrays } as unknown as ForecastPreprocessing;
}

function isFeatureRecipe(value: object): value is FeatureRecipe {
  const features = value as Partial<FeatureRecipe>;
  const counts = [features.horizon, features.lags, features.waves, features.seasonCycles];
  return (
    counts.every((count) => Number.isInteger(count) && count! >= 0 && count! <= 10_000) &&
    features.horizon! >= 1 &&
    features.lags! >= 1 &&
    features.lags! <= longestLookback &&
    Array.isArray(features.seasons) &&
    features.seasons.length <= 8 &&
    features.seasons.every((season) => Number.isFinite(season) && season >= 2) &&
    levels.some((level) => level === features.level) &&
    Number.isFinite(features.mean)
  );
}

function isSeasons(value: unknown): boolean {
  const isSeason = (season: unknown): boolean => Number.isInteger(season) && Number(season) >= 1;
  return Array.isArray(value) && value.length > 0 && value.length <= 8 && value.every(isSeason);
}

function isInterval({ unit, count }: Record<string, unknown>): boolean {
  return (
    ['millisecond', 'month', 'working day', 'step'].some((known) => known === unit) &&
    Number.isFinite(count) &&
    Number(count) > 0
  );
}

function isNumbers(value: unknown, length: number): boolean {
  return Array.isArray(value) && value.length === length && value.every(Number.isFinite);
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function invalid(): Failure {
  return new Failure(
    'FILE_INVALID',
    'artifact/preprocessing.json: expected the preprocessing of time-series-forecasting',
  );
}
