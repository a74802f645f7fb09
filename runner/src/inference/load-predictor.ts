import type { BackendName } from '@orangery/schemas';
import { startBackend } from '../compute/backend.ts';
import type { CodeOptions } from '../custom/code-options.ts';
import { decodeImage } from '../dataset/index.ts';
import { loadModule } from './load-module.ts';
import type { Predictor } from './predictor.ts';

export interface LoadOptions {
  readonly backend: BackendName | 'auto';
  readonly code?: CodeOptions;
}

/**
 * Loads a module, or the result of a training, ready to answer.
 * @throws Failure MODULE_INVALID, MODULE_NOT_TRAINED, VERIFY_FAILED, BACKEND_UNAVAILABLE,
 * SANDBOX_UNAVAILABLE
 */
export async function loadPredictor(folder: string, options: LoadOptions): Promise<Predictor> {
  const backend = await startBackend(options.backend);
  const code = { ...options.code, backend: backend.name };
  const { module, recipe, model, close } = await loadModule(folder, code);
  const { id, frontMatter } = module;
  return {
    id,
    version: frontMatter.version,
    title: frontMatter.title,
    summary: frontMatter.summary,
    license: frontMatter.license,
    authors: frontMatter.authors.map(({ name }) => name),
    recipe: recipe.name,
    backend: backend.name,
    inputs: recipe.inputs(model),
    outputs: recipe.outputs(model),
    parse: async (raw) => recipe.parseInput(model, raw, decodeImage),
    predictParsed: async (inputs) => recipe.predict(model, inputs),
    dispose: close,
  };
}
