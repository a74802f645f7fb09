import { Failure } from '@orangery/schemas';
import { tf, type layers } from '../compute/tensorflow.ts';
import type { ArtifactFiles } from '../recipes/recipe.ts';
import { buildNetwork } from './build-network.ts';
import { problemOfNetwork, problemOfSizes, type SavedNetwork } from './check-network.ts';
import { readModelFile, unexpectedModel } from './model-file.ts';

/**
 * Saves a layers model as `model.json` and `weights.bin` (the TensorFlow.js layers format), and
 * what the recipe needs beside it as `preprocessing.json`.
 */
export async function saveNetwork(
  network: layers.LayersModel,
  preprocessing: object,
): Promise<ArtifactFiles> {
  const files = new Map<string, Uint8Array>();
  const handler = tf.io.withSaveHandler(async (artifacts) => {
    const weights = artifacts.weightData;
    files.set('model.json', encode(manifest(artifacts)));
    files.set('weights.bin', new Uint8Array(tf.io.CompositeArrayBuffer.join(weights)));
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
  });
  await network.save(handler);
  files.set('preprocessing.json', encode(preprocessing));
  return files;
}

/**
 * Loads what `saveNetwork` wrote.
 * @throws Failure FILE_INVALID
 */
export async function loadNetwork(
  files: ArtifactFiles,
): Promise<{ network: layers.LayersModel; preprocessing: unknown }> {
  const network = await buildNetwork(readNetworkFiles(files)).catch((cause: unknown) => {
    if (cause instanceof Failure) throw cause;
    const message = 'artifact/model.json: the weights do not fit the model';
    throw new Failure('FILE_INVALID', message, { cause });
  });
  try {
    const problem = problemOfSizes(network);
    if (problem !== undefined) throw unexpectedModel(problem);
    return { network, preprocessing: decode(files, 'preprocessing.json') };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

/**
 * Topology and weights of a saved network, not yet built.
 * @throws Failure FILE_INVALID
 */
export function readNetworkFiles(files: ArtifactFiles): SavedNetwork {
  const model = readModelFile(decode(files, 'model.json'));
  const saved = { ...model, data: required(files, 'weights.bin').slice().buffer };
  const problem = problemOfNetwork(saved);
  if (problem === undefined) return saved;
  throw unexpectedModel(problem);
}

/**
 * What the recipe saved beside a network.
 * @throws Failure FILE_INVALID
 */
export function readPreprocessing(files: ArtifactFiles): unknown {
  return decode(files, 'preprocessing.json');
}

function manifest(artifacts: tf.io.ModelArtifacts): object {
  return {
    format: 'layers-model',
    generatedBy: 'orangery',
    modelTopology: artifacts.modelTopology,
    weightsManifest: [{ paths: ['weights.bin'], weights: artifacts.weightSpecs }],
  };
}

function required(files: ArtifactFiles, path: string): Uint8Array {
  const bytes = files.get(path);
  if (bytes !== undefined) return bytes;
  throw new Failure('FILE_INVALID', `artifact/${path}: expected a file, found nothing`);
}

function encode(value: object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value)}\n`);
}

function decode(files: ArtifactFiles, path: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(required(files, path)));
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure('FILE_INVALID', `artifact/${path}: expected JSON`, { cause: error });
  }
}
