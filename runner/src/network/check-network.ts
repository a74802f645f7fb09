import type { tf } from '../compute/tensorflow.ts';

/** What `model.json` holds, and how much `weights.bin` does. */
export interface NetworkToCheck {
  readonly modelTopology: object;
  readonly specs: readonly tf.io.WeightsManifestEntry[];
  readonly data: ArrayBuffer;
}

/** Numbers of one example: a colour picture of 512 × 512 has fewer. */
const largestInput = 1_000_000;
const bytesOf: Readonly<Record<string, number>> = { float32: 4, int32: 4, bool: 1 };
/** Fields of a layer that are dimensions of its weights. */
const sizes = ['units', 'filters', 'kernel_size', 'depth_multiplier', 'input_dim', 'output_dim'];

/**
 * What is wrong with a network that somebody else saved, said before it is built: a layer takes the
 * memory that its size asks for, and draws numbers to fill it, before any weights are read.
 */
export function problemOfNetwork(network: NetworkToCheck): string | undefined {
  const { modelTopology, specs, data } = network;
  const wrong = specs.find(({ shape, dtype }) => !isShape(shape) || !Object.hasOwn(bytesOf, dtype));
  if (wrong !== undefined) return `weights of whole sizes, found ${JSON.stringify(wrong.shape)}`;
  const bytes = specs.reduce((sum, { shape, dtype }) => sum + bytesOf[dtype]! * product(shape), 0);
  if (bytes !== data.byteLength) {
    return `weights of ${data.byteLength} bytes, as weights.bin has them, found ${bytes}`;
  }
  const size = sizeProblem(modelTopology, new Set(specs.flatMap(({ shape }) => shape)));
  if (size !== undefined) return size;
  const isFloat = specs.every(({ dtype }) => dtype === 'float32');
  const isNumber = !isFloat || new Float32Array(data).every(Number.isFinite);
  return isNumber ? undefined : 'weights that are numbers, found some that are none';
}

/** Sizes of layers that no weights have, anywhere in the topology. */
function sizeProblem(value: unknown, known: ReadonlySet<number>): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const problem = fieldProblem(name, inner, known) ?? sizeProblem(inner, known);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function fieldProblem(name: string, value: unknown, known: ReadonlySet<number>) {
  if (name === 'batch_input_shape') {
    const shape: unknown[] = [value].flat().filter((size) => size !== null);
    if (isShape(shape) && product(shape) <= largestInput) return undefined;
    return `an input of at most ${largestInput} numbers, found ${JSON.stringify(value)}`;
  }
  if (!sizes.includes(name)) return undefined;
  const isKnown = [value].flat().every((size) => known.has(Number(size)));
  return isKnown ? undefined : `${name} of the weights, found ${JSON.stringify(value)}`;
}

function isShape(shape: readonly unknown[]): shape is number[] {
  return shape.every((size) => Number.isSafeInteger(size) && Number(size) >= 0);
}

function product(shape: readonly number[]): number {
  return shape.reduce((sum, size) => sum * size, 1);
}
