import { Failure } from '@orangery/schemas';
import { loadNetwork, readPreprocessing, saveNetwork } from '../../network/network-artifact.ts';
import type { ArtifactFiles } from '../recipe.ts';
import type { LinearModel, TextModel } from './model.ts';
import { parseTextPreprocessing, TermEncoder, type TextPreprocessing } from './preprocessing.ts';

/** A network as TensorFlow.js writes it, or a linear model's weights `[terms + 1, classes]` as 32-bit floats. */
export async function saveTextModel(model: TextModel): Promise<ArtifactFiles> {
  if (model.family === 'embedding') return saveNetwork(model.network, model.preprocessing);
  const { weights, preprocessing } = model;
  return new Map([
    ['preprocessing.json', new TextEncoder().encode(`${JSON.stringify(preprocessing)}\n`)],
    ['weights.bin', new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength).slice()],
  ]);
}

/** @throws Failure FILE_INVALID */
export async function loadTextModel(files: ArtifactFiles): Promise<TextModel> {
  const preprocessing = parseTextPreprocessing(readPreprocessing(files));
  if (preprocessing.family === 'linear') return loadLinearModel(files, preprocessing);
  const { network } = await loadNetwork(files);
  const encoder = new TermEncoder(preprocessing);
  return { family: 'embedding', preprocessing, encoder, network };
}

/** @throws Failure FILE_INVALID */
export function loadLinearModel(
  files: ArtifactFiles,
  preprocessing: TextPreprocessing,
): LinearModel {
  const bytes = files.get('weights.bin') ?? new Uint8Array();
  const expected = 4 * (preprocessing.terms.length + 1) * preprocessing.classes.length;
  if (bytes.length !== expected) {
    throw new Failure(
      'FILE_INVALID',
      `artifact/weights.bin: expected ${expected} bytes, found ${bytes.length}`,
    );
  }
  const weights = new Float32Array(bytes.slice().buffer);
  return { family: 'linear', preprocessing, encoder: new TermEncoder(preprocessing), weights };
}
