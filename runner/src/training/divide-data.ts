import type { Recipe } from '../recipes/recipe.ts';
import { splitExamples, type Split } from './split.ts';

/** What one fold fits to and chooses by. */
export interface FoldData {
  readonly train: unknown;
  readonly selection: unknown;
}

/** The parts of a dataset as the recipe's data, and which examples they hold. */
export interface Parts {
  readonly folds: readonly FoldData[];
  /** All that may be fitted to: what trains and what selects. */
  readonly all: unknown;
  readonly test: unknown;
  readonly split: Split;
  /** Examples in `all`. */
  readonly count: number;
}

export interface DataToDivide {
  readonly recipe: Recipe;
  readonly seed: number;
  readonly folds: number;
  readonly data: unknown;
  /** Separate held-out data: nothing is held out of `data` then. */
  readonly validation?: unknown;
}

/**
 * Divides data into what is fitted to, what chooses and what is measured on.
 * @throws Failure DATASET_INVALID when the validation data does not match
 */
export function divideData(order: DataToDivide): Parts {
  const { recipe, data, validation } = order;
  const split = splitData(recipe, data, { ...order, holdOut: validation === undefined });
  const tested = new Set(split.test);
  const { length } = recipe.strata(data);
  const rest = Array.from({ length }, (_, index) => index).filter((index) => !tested.has(index));
  return {
    folds: split.folds.map(({ train, selection }) => ({
      train: recipe.select(data, train),
      selection: recipe.select(data, selection),
    })),
    all: recipe.select(data, rest),
    test:
      validation === undefined ? recipe.select(data, split.test) : recipe.align(validation, data),
    split,
    count: rest.length,
  };
}

/** Which examples go where, as a training with these settings divides them. */
export function splitData(
  recipe: Recipe,
  data: unknown,
  { seed, folds, holdOut }: { seed: number; folds: number; holdOut: boolean },
): Split {
  const isChronological = recipe.isChronological === true;
  return splitExamples(recipe.strata(data), { seed, folds, holdOut, isChronological });
}
