import type { Recipe } from '../recipes/recipe.ts';
import { splitExamples, type Split } from './split.ts';

/** The parts of a dataset as the recipe's data, and which examples they hold. */
export interface Parts {
  readonly train: unknown;
  readonly selection: unknown;
  readonly test: unknown;
  readonly split: Split;
}

export interface DataToDivide {
  readonly recipe: Recipe;
  readonly seed: number;
  readonly data: unknown;
  /** Separate held-out data: nothing is held out of `data` then. */
  readonly validation?: unknown;
}

/**
 * Divides data into what is fitted to, what chooses and what is measured on.
 * @throws Failure DATASET_INVALID when the validation data does not match
 */
export function divideData({ recipe, seed, data, validation }: DataToDivide): Parts {
  const split = splitExamples(recipe.strata(data), seed, validation === undefined);
  return {
    train: recipe.select(data, split.train),
    selection: recipe.select(data, split.selection),
    test:
      validation === undefined ? recipe.select(data, split.test) : recipe.align(validation, data),
    split,
  };
}
