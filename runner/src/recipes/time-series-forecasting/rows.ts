import {
  levelAt,
  lookbackOf,
  widthOf,
  writeFeatures,
  type FeatureRecipe,
  type Steps,
} from './features.ts';
import type { Regression } from './ridge.ts';

/** Origins fitted to, the latest ones: enough for any number of coefficients. */
const mostRows = 50_000;

/**
 * What a model learns from: each origin of which all that is before and ahead was given.
 * @param isFilled by place; a step that was filled is no truth to learn
 */
export function learningRows(
  steps: Steps,
  isFilled: Uint8Array,
  recipe: FeatureRecipe,
): Regression & { readonly origins: readonly number[] } {
  const origins: number[] = [];
  const last = steps.values.length - 1 - recipe.horizon;
  const first = Math.max(lookbackOf(recipe) - 1, last - mostRows + 1);
  for (let origin = first; origin <= last; origin += 1) {
    const ahead = isFilled.subarray(origin + 1, origin + 1 + recipe.horizon);
    if (ahead.every((filled) => filled === 0)) origins.push(origin);
  }
  const width = widthOf(recipe);
  const { horizon } = recipe;
  const features = new Float64Array(origins.length * width);
  const targets = new Float64Array(origins.length * horizon);
  for (const [row, origin] of origins.entries()) {
    writeFeatures(steps, origin, recipe, features, row * width);
    for (let step = 1; step <= horizon; step += 1) {
      const level = levelAt(steps.values, origin, step, recipe);
      targets[row * horizon + step - 1] = steps.values[origin + step]! - level;
    }
  }
  return { rows: origins.length, origins, features, width, targets, outputs: horizon };
}

/** Some of the rows, in their order. */
export function rowsBetween(regression: Regression, start: number, end: number): Regression {
  const { width, outputs } = regression;
  return {
    ...regression,
    rows: end - start,
    features: regression.features.subarray(start * width, end * width),
    targets: regression.targets.subarray(start * outputs, end * outputs),
  };
}
