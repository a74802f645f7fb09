import { show } from '@orangery/schemas';
import { isShape, type ModelFile } from './model-file.ts';
import type { layers } from '../compute/tensorflow.ts';

/** What `model.json` holds, and what `weights.bin` does. */
export interface SavedNetwork extends ModelFile {
  readonly data: ArrayBuffer;
}

/** Numbers of one example: a colour picture of 512 × 512 has fewer. */
const largestInput = 1_000_000;
/** Numbers that a layer makes of one example: 64 channels of such a picture are a quarter of it. */
const largestOutput = 2 ** 26;
const bytesOf = { float32: 4, int32: 4, bool: 1 };

const networks = ['Model', 'Functional', 'Sequential'];
/** All that recipes make networks of: others might take memory for more than their weights. */
const classes = new Set([
  ...['Add', 'Concatenate', 'Conv2D', 'Conv2DTranspose', 'Dense', 'Dropout', 'Flatten'],
  ...['GlobalAveragePooling1D', 'GlobalMaxPooling1D', 'InputLayer', 'MaxPooling2D', 'Reshape'],
  ...['Constant', 'RandomNormal', 'VarianceScaling', 'Zeros'],
]);

/** What is wrong with a network that somebody else saved, said before it is built. */
export function problemOfNetwork({ modelTopology, specs, data }: SavedNetwork): string | undefined {
  const bytes = specs.reduce((sum, { shape, dtype }) => sum + bytesOf[dtype] * product(shape), 0);
  if (bytes !== data.byteLength) {
    return `weights of ${data.byteLength} bytes, as weights.bin has them, found ${bytes}`;
  }
  const isFloat = specs.every(({ dtype }) => dtype === 'float32');
  if (isFloat && !new Float32Array(data).every(Number.isFinite)) {
    return 'weights that are numbers, found some that are none';
  }
  const { class_name: kind, ...fields } = modelTopology;
  if (!networks.includes(String(kind))) return `one of ${networks.join(', ')}, found ${show(kind)}`;
  return problemOfFields(fields);
}

/** Of objects at any depth: how deep they are was looked at when they were read. */
function problemOfFields(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const problem = problemOfField(name, inner, Array.isArray(value)) ?? problemOfFields(inner);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function problemOfField(name: string, value: unknown, isItem: boolean): string | undefined {
  // TensorFlow.js takes className and class__name for class_name
  const isSnakeCase = isItem || /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name);
  if (!isSnakeCase) return `names in snake case, found ${show(name)}`;
  if (name !== 'class_name' || classes.has(String(value))) return undefined;
  return `layers that a recipe makes, found ${show(value)}`;
}

/** What is wrong with the sizes of a network that is built: what it would take to ask it. */
export function problemOfSizes(network: layers.LayersModel): string | undefined {
  const inputs = network.inputs.map(({ shape }) => shape);
  const input = inputs.find((shape) => !isAtMost(largestInput, shape));
  if (input !== undefined) {
    return `an input of at most ${largestInput} numbers, found ${show(input)}`;
  }
  const nodes = network.layers.flatMap(({ inboundNodes }) => inboundNodes);
  const outputs = nodes.flatMap(({ outputTensors }) => outputTensors.map(({ shape }) => shape));
  const output = outputs.find((shape) => !isAtMost(largestOutput, shape));
  if (output === undefined) return undefined;
  return `layers that make at most ${largestOutput} numbers, found ${show(output)}`;
}

/** Of one example: the first size is how many there are. */
function isAtMost(most: number, [, ...sizes]: readonly unknown[]): boolean {
  return isShape(sizes) && product(sizes) <= most;
}

function product(shape: readonly number[]): number {
  return shape.reduce((numbers, size) => numbers * size, 1);
}
