import type { Module } from '@orangery/schemas/files';
import { decodeImage } from '../../dataset/index.ts';
import { readArtifact } from '../load-module.ts';
import type { LoadOptions } from '../load-predictor.ts';
import type { Predictor } from '../predictor.ts';
import { onnxPredictor } from './onnx-predictor.ts';
import { loadOnnxruntime } from './onnxruntime.ts';

/**
 * Loads a module whose weights are an ONNX graph, and compares the graph with the front matter.
 * @throws Failure MODULE_INVALID, MODULE_NOT_TRAINED, VERIFY_FAILED, BACKEND_UNAVAILABLE
 */
export async function loadOnnx(
  module: Module,
  { threads = 1 }: Pick<LoadOptions, 'threads'> = {},
): Promise<Predictor> {
  const files = await readArtifact(module);
  const load = async () => loadOnnxruntime();
  return onnxPredictor({ module, files, decodeImage, threads, loadOnnxruntime: load });
}
