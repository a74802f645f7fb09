import type { Recipe } from '../../recipes/recipe.ts';

/** A share of the examples, spread over all of them. */
export function everyNth(recipe: Recipe, data: unknown, part: number): unknown {
  if (part === 1) return data;
  const count = recipe.strata(data).length;
  const kept = Math.max(1, Math.round(count * part));
  const indices = Array.from({ length: kept }, (_, index) => Math.floor((index * count) / kept));
  return recipe.select(data, indices);
}
