import { tf, type layers } from '../../compute/tensorflow.ts';
import { runsOf } from '../../network/batch-source.ts';
import { levelAt, widthOf, writeFeatures, type FeatureRecipe } from './features.ts';
import { applyMap, standardizeRow, type LinearMap } from './ridge.ts';
import { fromScale, toScale, type ValueScale } from './scale.ts';
import type { Interval } from './times/interval.ts';

/** All of a model but its network; saved as `preprocessing.json`. */
export interface ForecastPreprocessing {
  readonly recipe: 'time-series-forecasting';
  readonly timeColumn: string;
  readonly target: string;
  readonly interval: Interval;
  /** Seasons in steps whose repetition forecasts are measured against; 1 is the last value. */
  readonly naive: readonly number[];
  /** Step of the last training value. */
  readonly lastStep: number;
  readonly features: FeatureRecipe;
  readonly scale: ValueScale;
  readonly map: LinearMap;
  /** Differences that 95 % of truths lay between, by step ahead, on the model's scale. */
  readonly spread: { readonly lower: readonly number[]; readonly upper: readonly number[] };
  /** Deviation of what the linear part leaves, by step ahead: the unit of the network's outputs. */
  readonly units: readonly number[];
  /** Whether a network corrects the linear part. */
  readonly hasNetwork: boolean;
}

export interface ForecastModel {
  readonly preprocessing: ForecastPreprocessing;
  readonly network: layers.LayersModel | null;
}

/** Values at even steps, and the step of the first. */
export interface History {
  readonly values: Float64Array;
  readonly start: number;
}

/** Forecasts and their limits, `[origins, horizon]`. */
export interface Forecasts {
  readonly forecast: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Forecasts from each origin, the place of the last value that is known there. */
export async function forecastFrom(
  { preprocessing, network }: ForecastModel,
  { values, start }: History,
  origins: readonly number[],
): Promise<Forecasts> {
  const { features: recipe, scale, map, spread, units } = preprocessing;
  const scaled = { values: toScale(scale, values), start };
  const width = widthOf(recipe);
  const features = standardFeatures(scaled, origins, recipe, map);
  const corrections = network && (await runNetwork(network, features, width, recipe.horizon));
  const count = origins.length * recipe.horizon;
  const [forecast, lower, upper] = Array.from({ length: 3 }, () => new Float64Array(count));
  for (const [row, origin] of origins.entries()) {
    const linear = applyMap(map, features.subarray(row * width, (row + 1) * width));
    for (let ahead = 0; ahead < recipe.horizon; ahead += 1) {
      const at = row * recipe.horizon + ahead;
      const correction = corrections === null ? 0 : corrections[at]! * units[ahead]!;
      const level = levelAt(scaled.values, origin, ahead + 1, recipe);
      const value = level + linear[ahead]! + correction;
      forecast![at] = fromScale(scale, value);
      lower![at] = fromScale(scale, value + spread.lower[ahead]!);
      upper![at] = fromScale(scale, value + spread.upper[ahead]!);
    }
  }
  return { forecast: forecast!, lower: lower!, upper: upper! };
}

/** Standardised features of each origin, `[origins, width]`. */
export function standardFeatures(
  scaled: History,
  origins: readonly number[],
  recipe: FeatureRecipe,
  map: LinearMap,
): Float64Array {
  const width = widthOf(recipe);
  const features = new Float64Array(origins.length * width);
  for (const [row, origin] of origins.entries()) {
    writeFeatures(scaled, origin, recipe, features, row * width);
    standardizeRow(map, features.subarray(row * width, (row + 1) * width));
  }
  return features;
}

/** A network's input from standardised features: what is far outside is held at ten deviations. */
export function networkInput(features: Float64Array, width: number): tf.Tensor2D {
  const held = Float32Array.from(features, (value) => Math.min(10, Math.max(-10, value)));
  return tf.tensor2d(held, [features.length / width, width]);
}

async function runNetwork(
  network: layers.LayersModel,
  features: Float64Array,
  width: number,
  horizon: number,
): Promise<Float32Array> {
  const result = new Float32Array((features.length / width) * horizon);
  for (const run of runsOf(features.length / width, 512)) {
    const [first = 0] = run;
    const part = features.subarray(first * width, (first + run.length) * width);
    const output = tf.tidy(() => network.apply(networkInput(part, width)) as tf.Tensor);
    result.set(await output.data(), first * horizon);
    output.dispose();
  }
  return result;
}
