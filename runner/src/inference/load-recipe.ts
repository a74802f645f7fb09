import type { Module } from '@orangery/schemas/files';
import { startBackend } from '../compute/backend.ts';
import { decodeImage } from '../dataset/index.ts';
import { describeModule } from './describe-module.ts';
import { loadModel } from './load-module.ts';
import type { LoadOptions } from './load-predictor.ts';
import type { Predictor } from './predictor.ts';

/**
 * Loads a module that a recipe or code of its own predicts.
 * @throws Failure MODULE_NOT_TRAINED, VERIFY_FAILED, BACKEND_UNAVAILABLE, SANDBOX_UNAVAILABLE
 */
export async function loadRecipe(module: Module, options: LoadOptions): Promise<Predictor> {
  const backend = await startBackend(options.backend);
  const code = { ...options.code, backend: backend.name };
  const { recipe, model, close } = await loadModel(module, code);
  return {
    ...describeModule(module),
    recipe: recipe.name,
    backend: backend.name,
    inputs: recipe.inputs(model),
    outputs: recipe.outputs(model),
    parse: async (raw) => recipe.parseInput(model, raw, decodeImage),
    predictParsed: async (inputs) => recipe.predict(model, inputs),
    dispose: close,
  };
}
