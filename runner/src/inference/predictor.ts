import type { BackendName, Field, RecipeName } from '@orangery/schemas';
import type { Prediction, RawInput } from '../recipes/recipe.ts';

/** A loaded module, ready to answer. */
export interface Predictor {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly summary: string;
  readonly license: string;
  readonly authors: readonly string[];
  readonly recipe: RecipeName;
  readonly backend: BackendName;
  readonly inputs: readonly Field[];
  readonly outputs: readonly Field[];
  /**
   * Answers for each raw input a list: one prediction for a picture or row, many for a table.
   * @throws Failure INPUT_INVALID
   */
  predict(raw: readonly RawInput[]): Promise<readonly (readonly Prediction[])[]>;
  dispose(): void;
}
