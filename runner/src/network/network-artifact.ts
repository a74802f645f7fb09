import { Failure } from '@orangery/schemas';
import { layers, tf } from '../compute/tensorflow.ts';
import type { ArtifactFiles } from '../recipes/recipe.ts';
import { problemOfNetwork, type NetworkToCheck } from './check-network.ts';

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
  const { modelTopology, specs: weightSpecs, data: weightData } = readNetworkFiles(files);
  try {
    const network = await layers.loadLayersModel(
      tf.io.fromMemory({ modelTopology, weightSpecs: [...weightSpecs], weightData }),
    );
    return { network, preprocessing: decode(files, 'preprocessing.json') };
  } catch (error) {
    throw new Failure('FILE_INVALID', 'artifact/model.json: the weights do not fit the model', {
      cause: error,
    });
  }
}

/**
 * Topology and weights of a saved network, not yet built.
 * @throws Failure FILE_INVALID
 */
export function readNetworkFiles(files: ArtifactFiles): NetworkToCheck {
  const { modelTopology, specs } = readModel(decode(files, 'model.json'));
  const data = required(files, 'weights.bin').slice().buffer;
  const problem = problemOfNetwork({ modelTopology, specs, data });
  if (problem === undefined) return { modelTopology, specs, data };
  throw new Failure('FILE_INVALID', `artifact/model.json: expected ${problem}`, {
    hint: 'Take the module anew from where it comes from, or train it again.',
  });
}

/** As far as its own fields go; TensorFlow.js checks the layers. */
function readModel(value: unknown): Pick<NetworkToCheck, 'modelTopology' | 'specs'> {
  const model = value as { modelTopology?: unknown; weightsManifest?: unknown } | null;
  const groups = Array.isArray(model?.weightsManifest) ? (model.weightsManifest as unknown[]) : [];
  const specs = groups.flatMap((group) => (group as { weights?: unknown } | null)?.weights ?? []);
  const modelTopology = model?.modelTopology;
  if (typeof modelTopology === 'object' && modelTopology !== null && specs.every(isSpec)) {
    return { modelTopology, specs };
  }
  throw new Failure('FILE_INVALID', 'artifact/model.json: expected a network of TensorFlow.js');
}

function isSpec(value: unknown): value is tf.io.WeightsManifestEntry {
  const spec = value as Partial<Record<keyof tf.io.WeightsManifestEntry, unknown>> | null;
  return (
    typeof spec?.name === 'string' && typeof spec.dtype === 'string' && Array.isArray(spec.shape)
  );
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
