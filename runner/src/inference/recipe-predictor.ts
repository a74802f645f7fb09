import type { BackendName } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import type { DecodeImage } from '../recipes/pictures/pixels.ts';
import type { Recipe } from '../recipes/recipe.ts';
import { describeModule } from './describe-module.ts';
import type { Predictor } from './predictor.ts';

/** What a predictor is made of, in Node and in a page alike. */
export interface RecipeParts {
  readonly module: Pick<Module, 'id' | 'frontMatter'>;
  readonly recipe: Recipe;
  readonly model: unknown;
  readonly backend: BackendName;
  readonly decodeImage: DecodeImage;
  dispose(): void;
}

/** A model that its recipe predicts with. */
export function recipePredictor(parts: RecipeParts): Predictor {
  const { module, recipe, model, backend, decodeImage, dispose } = parts;
  return {
    ...describeModule(module),
    recipe: recipe.name,
    backend,
    inputs: recipe.inputs(model),
    outputs: recipe.outputs(model),
    parse: async (raw) => recipe.parseInput(model, raw, decodeImage),
    predictParsed: async (inputs) => recipe.predict(model, inputs),
    dispose,
  };
}
