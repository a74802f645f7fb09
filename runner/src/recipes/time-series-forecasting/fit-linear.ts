import { lookbackOf, type FeatureRecipe, levelAt } from './features.ts';
import { levels, type ForecastKnobs, type Level } from './knobs.ts';
import { applyMap, fitRidge, standardizeRow, type LinearMap } from './ridge.ts';
import { learningRows, rowsBetween } from './rows.ts';
import { fromScale, possibleScales, toScale, type ValueScale } from './scale.ts';
import { findSeasons } from './seasons.ts';
import { levelSeason } from './features.ts';
import type { SeriesData } from './series.ts';

/** A fitted linear model, and how far off it was on what it was not fitted to. */
export interface LinearFit {
  readonly recipe: FeatureRecipe;
  readonly scale: ValueScale;
  readonly map: LinearMap;
  /** Differences on the model's scale that 95 % of the truths lay between, by step ahead. */
  readonly spread: { readonly lower: readonly number[]; readonly upper: readonly number[] };
}

interface Candidate {
  readonly recipe: FeatureRecipe;
  readonly scale: ValueScale;
}

interface Checked extends Candidate {
  readonly squaredError: number;
  readonly spread: LinearFit['spread'];
}

/** The share of rows a candidate is fitted to; the later rest checks it. */
const fittedShare = 0.8;

/**
 * Fits by ridge regression. What a knob leaves to `auto` is chosen by fitting to the earlier part of
 * the training steps and checking on the later one.
 */
export function fitLinear(train: SeriesData, knobs: ForecastKnobs): LinearFit {
  const checked = candidates(train, knobs).map((candidate) => check(train, candidate, knobs));
  const best = checked.reduce((least, one) =>
    one.squaredError < least.squaredError ? one : least,
  );
  const values = toScale(best.scale, train.values);
  const rows = learningRows({ values, start: train.start }, train.isFilled, best.recipe);
  return { ...best, map: fitRidge(rows, knobs.decay) };
}

function candidates(train: SeriesData, knobs: ForecastKnobs): readonly Candidate[] {
  const possible = possibleScales(train.values);
  const asked = possible.filter(({ scale }) => knobs.scale === 'auto' || scale === knobs.scale);
  const scales = asked.length > 0 ? asked : possible.slice(0, 1);
  const chosen = knobs.relativeTo === 'auto' ? levels : [knobs.relativeTo];
  return scales.flatMap((scale) =>
    chosen.map((level) => ({ scale, recipe: recipeFor(train, knobs, level, scale) })),
  );
}

/** As the knobs say, with a shorter memory where the series is too short for it. */
function recipeFor(
  { values, interval }: SeriesData,
  knobs: ForecastKnobs,
  level: Level,
  scale: ValueScale,
): FeatureRecipe {
  const scaled = toScale(scale, values);
  const mean = scaled.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const seasons = findSeasons(interval, values);
  const { horizon, lags, waves, seasonCycles } = knobs;
  const whole = { horizon, lags, waves, seasonCycles, seasons, level, mean };
  const fewer = Array.from({ length: seasonCycles + 1 }, (_, less) => ({
    ...whole,
    seasonCycles: seasonCycles - less,
  }));
  const shorter: FeatureRecipe = {
    ...whole,
    lags: Math.max(1, Math.min(lags, Math.floor(values.length / 8))),
    seasonCycles: 0,
    level: levelSeason(whole) > values.length / 4 ? 'last value' : level,
  };
  const fits = (recipe: FeatureRecipe): boolean =>
    lookbackOf(recipe) + horizon <= values.length * 0.6;
  return [...fewer, shorter].find(fits) ?? { ...shorter, lags: 1 };
}

function check(train: SeriesData, { recipe, scale }: Candidate, { decay }: ForecastKnobs): Checked {
  const values = toScale(scale, train.values);
  const rows = learningRows({ values, start: train.start }, train.isFilled, recipe);
  // the first rows checked look ahead to nothing that was fitted to
  const fitted = Math.max(1, Math.floor(rows.rows * fittedShare) - recipe.horizon);
  const first = Math.min(rows.rows - 1, Math.floor(rows.rows * fittedShare));
  const map = fitRidge(rowsBetween(rows, 0, fitted), decay);
  const differences = Array.from({ length: recipe.horizon }, (): number[] => []);
  let squaredError = 0;
  for (let row = first; row < rows.rows; row += 1) {
    const features = rows.features.slice(row * rows.width, (row + 1) * rows.width);
    standardizeRow(map, features);
    const given = applyMap(map, features);
    for (const [ahead, value] of given.entries()) {
      const origin = rows.origins[row]!;
      const truth = values[origin + ahead + 1]!;
      const forecast = value + levelAt(values, origin, ahead + 1, recipe);
      differences[ahead]!.push(truth - forecast);
      squaredError += (fromScale(scale, truth) - fromScale(scale, forecast)) ** 2;
    }
  }
  const sorted = differences.map((list) => list.sort((a, b) => a - b));
  return {
    recipe,
    scale,
    squaredError: Number.isFinite(squaredError) ? squaredError / (rows.rows - first) : Infinity,
    spread: {
      lower: sorted.map((list) => list[Math.floor(0.025 * (list.length - 1))] ?? 0),
      upper: sorted.map((list) => list[Math.ceil(0.975 * (list.length - 1))] ?? 0),
    },
  };
}
