import type { BackendName, ModuleFrontMatter } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import type { CodeOptions } from '../custom/code-options.ts';
import { loadContainer } from './container/load-container.ts';
import { readValidModule } from './load-module.ts';
import { loadRecipe } from './load-recipe.ts';
import { loadPipeline } from './pipeline/load-pipeline.ts';
import { loadOnnx } from './onnx/load-onnx.ts';
import type { Predictor } from './predictor.ts';

export interface LoadOptions {
  readonly backend: BackendName | 'auto';
  readonly code?: CodeOptions;
  /** That an ONNX graph computes with; 1 when absent. */
  readonly threads?: number;
}

type Load = (module: Module, options: LoadOptions) => Promise<Predictor>;

/** What loads a module, by its runtime. */
const runtimes: Readonly<Record<ModuleFrontMatter['runtime'], Load>> = {
  tfjs: loadRecipe,
  onnx: loadOnnx,
  container: async (module, { code }) => loadContainer(module, code),
  pipeline: async (module, options) =>
    loadPipeline(module, async (folder) => loadPredictor(folder, options)),
};

/**
 * Loads a module, or the result of a training, ready to answer.
 * @throws Failure MODULE_INVALID, MODULE_NOT_TRAINED, VERIFY_FAILED, BACKEND_UNAVAILABLE,
 * SANDBOX_UNAVAILABLE, ENGINE_UNAVAILABLE, CONTAINER_FAILED, CONTAINER_UNFIT
 */
export async function loadPredictor(folder: string, options: LoadOptions): Promise<Predictor> {
  const module = await readValidModule(folder);
  return runtimes[module.frontMatter.runtime](module, options);
}
