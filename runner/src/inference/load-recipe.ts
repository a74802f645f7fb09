import type { Module } from '@orangery/schemas/files';
import { startBackend } from '../compute/backend.ts';
import { decodeImage } from '../dataset/index.ts';
import { loadModel } from './load-module.ts';
import type { LoadOptions } from './load-predictor.ts';
import type { Predictor } from './predictor.ts';
import { recipePredictor } from './recipe-predictor.ts';

/**
 * Loads a module that a recipe or code of its own predicts.
 * @throws Failure MODULE_NOT_TRAINED, VERIFY_FAILED, BACKEND_UNAVAILABLE, SANDBOX_UNAVAILABLE
 */
export async function loadRecipe(module: Module, options: LoadOptions): Promise<Predictor> {
  const backend = await startBackend(options.backend);
  const code = { ...options.code, backend: backend.name };
  const { recipe, model, close } = await loadModel(module, code);
  const parts = { module, recipe, model, backend: backend.name, decodeImage };
  return recipePredictor({ ...parts, dispose: close });
}
