import { Failure, isDeeperThan, show } from '@orangery/schemas';
import type { layers, tf } from '../compute/tensorflow.ts';

/** Layers as they were saved, and of each of their weights how it lies in `weights.bin`. */
export interface ModelFile {
  readonly modelTopology: layers.ModelAndWeightsConfig['modelTopology'];
  readonly specs: readonly SavedWeight[];
}

export interface SavedWeight extends tf.io.WeightsManifestEntry {
  readonly dtype: (typeof types)[number];
}

/** Twice as deep as TensorFlow.js saves a network; it goes down by recursion. */
const deepest = 24;
const types = ['float32', 'int32', 'bool'] as const;

/**
 * The parsed `model.json` of a saved network, as far as its own fields go.
 * @throws Failure FILE_INVALID
 */
export function readModelFile(value: unknown): ModelFile {
  if (isDeeperThan(value, deepest)) throw unexpectedModel(`at most ${deepest} levels`);
  const modelTopology = fieldOf(value, 'modelTopology');
  const groups = [fieldOf(value, 'weightsManifest')].flat();
  const specs = groups.flatMap((group) => fieldOf(group, 'weights') ?? []);
  if (!isTopology(modelTopology)) throw unexpectedModel('a network of TensorFlow.js');
  return { modelTopology, specs: specs.map(readSpec) };
}

/** Without what else TensorFlow.js would look at, such as how numbers were rounded. */
function readSpec(value: unknown): SavedWeight {
  const [name, shape] = [fieldOf(value, 'name'), fieldOf(value, 'shape')];
  if (typeof name !== 'string' || !Array.isArray(shape)) {
    throw unexpectedModel('a network of TensorFlow.js');
  }
  if (!isShape(shape)) throw unexpectedModel(`weights of whole sizes, found ${show(shape)}`);
  const found = fieldOf(value, 'dtype');
  const dtype = types.find((type) => type === found);
  if (dtype !== undefined) return { name, shape, dtype };
  throw unexpectedModel(`weights of ${types.join(', ')}, found ${show(found)}`);
}

/** Whole sizes, none of them unknown. */
export function isShape(shape: readonly unknown[]): shape is number[] {
  return shape.every((size) => Number.isSafeInteger(size) && Number(size) >= 0);
}

/** A `model.json` that is none, or none of ours. */
export function unexpectedModel(expected: string): Failure {
  return new Failure('FILE_INVALID', `artifact/model.json: expected ${expected}`, {
    hint: 'Take the module anew from where it comes from, or train it again.',
  });
}

function isTopology(value: unknown): value is ModelFile['modelTopology'] {
  return isObject(value) && !Array.isArray(value);
}

function fieldOf(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
