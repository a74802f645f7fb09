import type { Recipe } from '../../recipes/recipe.ts';
import type { ClassFacts } from '../definition.ts';

/** What is known of a recipe's data once its preprocessing is learnt. */
export interface Learnt {
  readonly classes: readonly string[];
}

/** How a recipe's examples become the numbers that a module's code gets. */
export interface Domain<Data = unknown, Input = unknown, Preprocessing extends Learnt = Learnt> {
  readonly recipe: Recipe<Data, Input>;
  /** From the training part alone; JSON. */
  learn(train: Data): Preprocessing;
  /** @throws Failure FILE_INVALID when a saved file is something else */
  parse(value: unknown): Preprocessing;
  facts(preprocessing: Preprocessing): ClassFacts;
  /** `[count, ...shape]` of examples of a dataset. */
  encode(data: Data, preprocessing: Preprocessing): Float32Array;
  /** The same of inputs of a prediction. */
  encodeInputs(inputs: readonly Input[], preprocessing: Preprocessing): Float32Array;
  /** Index of each example's class. */
  labels(data: Data): Int32Array;
}
