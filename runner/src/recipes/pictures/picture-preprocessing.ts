import type { PictureScale } from './picture-scale.ts';

/** How a picture becomes numbers, and what is told apart; saved with the weights. */
export interface PicturePreprocessing extends PictureScale {
  readonly classes: readonly string[];
}

/**
 * Whether a saved value is the preprocessing of a recipe.
 * @param sides that the recipe's networks take
 */
export function isPicturePreprocessing<RecipeName extends string>(
  value: unknown,
  recipe: RecipeName,
  sides: readonly number[],
): value is PicturePreprocessing & { readonly recipe: RecipeName } {
  if (typeof value !== 'object' || value === null) return false;
  const found = Object.assign(
    { recipe: null, side: null, channels: null, mean: null, deviation: null, classes: null },
    value,
  );
  const channels = Number(found.channels);
  return (
    found.recipe === recipe &&
    sides.includes(Number(found.side)) &&
    [1, 3].includes(channels) &&
    isNumbers(found.mean, channels) &&
    isNumbers(found.deviation, channels) &&
    isTexts(found.classes)
  );
}

function isNumbers(value: unknown, length: number): boolean {
  return Array.isArray(value) && value.length === length && value.every(Number.isFinite);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}
