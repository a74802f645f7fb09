import { longestLookback, type Level } from './knobs.ts';

/** How a history becomes numbers; saved with the weights. */
export interface FeatureRecipe {
  readonly horizon: number;
  readonly lags: number;
  /** Pairs of sine and cosine for each season. */
  readonly waves: number;
  /** Earlier cycles of a season whose mean is seen. */
  readonly seasonCycles: number;
  /** Periods in steps. */
  readonly seasons: readonly number[];
  readonly level: Level;
  /** Of the training values, on the model's scale. */
  readonly mean: number;
}

/** A series on the model's scale; `start` is the step of its first value. */
export interface Steps {
  readonly values: Float64Array;
  readonly start: number;
}

/** Values up to and with the origin that a model needs. */
export function lookbackOf(recipe: FeatureRecipe): number {
  const back = { mean: 0, 'last value': 1, 'last season': levelSeason(recipe) }[recipe.level];
  const seasons = lagSeasons(recipe).map((season) => seasonLookback(recipe, season));
  return Math.max(recipe.lags + back, ...seasons);
}

/** Numbers a history becomes. */
export function widthOf(recipe: FeatureRecipe): number {
  const waves = recipe.seasons.reduce((sum, period) => sum + 2 * pairsOf(recipe, period), 0);
  return recipe.lags + lagSeasons(recipe).length * recipe.horizon + waves;
}

/**
 * What is known at an origin, the place of the last known value: differences of the latest values,
 * the mean of the values whole seasons before what is forecast, and where in each season the origin stands.
 */
export function writeFeatures(
  { values, start }: Steps,
  origin: number,
  recipe: FeatureRecipe,
  target: Float64Array,
  offset: number,
): void {
  let next = offset;
  for (let lag = 0; lag < recipe.lags; lag += 1) {
    const place = origin - lag;
    target[next++] = values[place]! - levelBefore(values, place, recipe);
  }
  for (const season of lagSeasons(recipe)) {
    for (let step = 1; step <= recipe.horizon; step += 1) {
      target[next++] = meanOfCycles(values, origin, step, season, recipe);
    }
  }
  for (const period of recipe.seasons) {
    const turn = (2 * Math.PI * ((start + origin) % period)) / period;
    for (let pair = 1; pair <= pairsOf(recipe, period); pair += 1) {
      target[next++] = Math.sin(pair * turn);
      target[next++] = Math.cos(pair * turn);
    }
  }
}

/** What a forecast so many steps ahead is a difference to. */
export function levelAt(
  values: Float64Array,
  origin: number,
  step: number,
  recipe: FeatureRecipe,
): number {
  if (recipe.level === 'mean') return recipe.mean;
  if (recipe.level === 'last value') return values[origin]!;
  return values[seasonBefore(origin, step, levelSeason(recipe))]!;
}

/** The latest known place that is whole seasons before a step ahead. */
export function seasonBefore(origin: number, step: number, season: number): number {
  return origin + step - season * Math.ceil(step / season);
}

/** The shortest season, which `last season` is the difference to; 1 where there is none. */
export function levelSeason({ seasons }: FeatureRecipe): number {
  const short = seasons.map(Math.round).filter((season) => season <= longestLookback / 2);
  return short.length === 0 ? 1 : Math.min(...short);
}

function levelBefore(values: Float64Array, place: number, recipe: FeatureRecipe): number {
  if (recipe.level === 'mean') return recipe.mean;
  return values[place - (recipe.level === 'last value' ? 1 : levelSeason(recipe))]!;
}

/** Seasons short enough to look back over whole. */
function lagSeasons(recipe: FeatureRecipe): readonly number[] {
  if (recipe.seasonCycles === 0) return [];
  const seasons = recipe.seasons.map(Math.round).filter((season) => season <= longestLookback - 1);
  return recipe.level === 'last season'
    ? seasons.filter((season) => season !== levelSeason(recipe))
    : seasons;
}

/**
 * The mean of the values whole seasons before a step ahead, as differences: each to the value at its
 * own cycle's origin where the forecast is one to the last value, so that a trend is not averaged in.
 */
function meanOfCycles(
  values: Float64Array,
  origin: number,
  step: number,
  season: number,
  recipe: FeatureRecipe,
): number {
  const cycles = cyclesOf(recipe, season);
  let sum = 0;
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    const before = season * (Math.ceil(step / season) + cycle);
    const level =
      recipe.level === 'last value'
        ? values[origin - before]!
        : levelAt(values, origin, step, recipe);
    sum += values[origin + step - before]! - level;
  }
  return sum / cycles;
}

function seasonLookback(recipe: FeatureRecipe, season: number): number {
  const ahead = recipe.level === 'last value' ? Math.ceil(recipe.horizon / season) : 1;
  return season * (ahead + cyclesOf(recipe, season) - 1) + 1;
}

/** As many cycles as are looked back over, fewer of a long season. */
function cyclesOf({ seasonCycles }: FeatureRecipe, season: number): number {
  return Math.max(1, Math.min(seasonCycles, Math.floor(longestLookback / season)));
}

function pairsOf({ waves }: FeatureRecipe, period: number): number {
  return Math.min(waves, Math.floor((period - 1) / 2));
}
