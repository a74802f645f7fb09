import type { Module } from '@orangery/schemas/files';
import type { Predictor } from '../predictor.ts';
import { assemblePipeline } from './assemble-pipeline.ts';
import { readSteps } from './read-steps.ts';

/**
 * Loads the modules that a pipeline is made of, each once, ready to answer as one.
 * @param load loads a module of any other runtime
 * @throws Failure MODULE_INVALID where steps do not fit, MODULE_INVALID and MODULE_UNKNOWN as {@link readSteps}, and
 * whatever loading a step throws
 */
export async function loadPipeline(
  module: Module,
  load: (folder: string) => Promise<Predictor>,
): Promise<Predictor> {
  return assemblePipeline(await readSteps(module), async (step) => load(step.module.folder));
}
