import type { Random } from '../../../runner/src/random.ts';
import { tf } from '../../../runner/src/compute/tensorflow.ts';

export interface KernelCase {
  /** What the kernel is given, for messages. */
  readonly title: string;
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly compute: (inputs: Record<string, tf.Tensor>) => tf.Tensor;
  /** Inputs in steps of a fifth, so that some are equal. */
  readonly isCoarse?: boolean;
}

type Shape4 = [number, number, number, number];
type Pair = [number, number];
type Padding = 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;

/** A random case for each kernel that is ours, and for stock ones that a network's gradient needs. */
export const kernelCases: Readonly<Record<string, (random: Random) => KernelCase>> = {
  Conv2DBackpropFilter: (random) => convolutionCase(random, 'Conv2DBackpropFilter', false),
  Conv2DBackpropInput: (random) => convolutionCase(random, 'Conv2DBackpropInput', false),
  DepthwiseConv2dNativeBackpropFilter: (random) =>
    convolutionCase(random, 'DepthwiseConv2dNativeBackpropFilter', true),
  DepthwiseConv2dNativeBackpropInput: (random) =>
    convolutionCase(random, 'DepthwiseConv2dNativeBackpropInput', true),
  MaxPoolGrad: (random) => poolingCase(random, 'MaxPoolGrad'),
  AvgPoolGrad: (random) => poolingCase(random, 'AvgPoolGrad'),
  BatchMatMul: (random) => matMulCase(random, 'BatchMatMul'),
  _FusedMatMul: (random) => matMulCase(random, '_FusedMatMul'),
  Sum: (random) => reductionCase(random, 'Sum'),
  Mean: (random) => reductionCase(random, 'Mean'),
  Tile: tileCase,
  Identity: (random) => {
    const x = shape(random, 3);
    return { title: `${x}`, inputs: { x }, compute: ({ x }) => tf.clone(x!) };
  },
  Einsum: einsumCase,
  UnsortedSegmentSum: segmentCase,
  'gradient of batch normalisation': normalisationCase,
};

function convolutionCase(random: Random, kernel: string, isDepthwise: boolean): KernelCase {
  for (;;) {
    const channels = between(random, 1, 5);
    const x: Shape4 = [
      between(random, 1, 3),
      between(random, 1, 9),
      between(random, 1, 9),
      channels,
    ];
    const filter: Shape4 = [
      between(random, 1, 4),
      between(random, 1, 4),
      channels,
      between(random, 1, isDepthwise ? 3 : 5),
    ];
    const strides: Pair = [between(random, 1, 3), between(random, 1, 3)];
    const pad = padding(random);
    const given = [x, filter, strides, 1, pad, undefined, isDepthwise] as const;
    const { outShape, outHeight, outWidth } = tf.backend_util.computeConv2DInfo(...given);
    if (outHeight < 1 || outWidth < 1) continue;
    const isOfFilter = kernel.endsWith('Filter');
    const attrs = {
      strides,
      pad,
      dilations: [1, 1],
      dataFormat: 'NHWC',
      ...(isOfFilter ? { filterShape: filter } : { inputShape: x }),
    };
    const title = `x ${x}, filter ${filter}, strides ${strides}, pad ${JSON.stringify(pad)}`;
    return {
      title,
      inputs: isOfFilter ? { x, dy: outShape } : { dy: outShape, filter },
      compute: (inputs) => run(kernel, inputs, attrs),
    };
  }
}

function poolingCase(random: Random, kernel: 'MaxPoolGrad' | 'AvgPoolGrad'): KernelCase {
  for (;;) {
    const input: Shape4 = [
      between(random, 1, 3),
      between(random, 2, 9),
      between(random, 2, 9),
      between(random, 1, 5),
    ];
    const filterSize: Pair = [between(random, 1, 3), between(random, 1, 3)];
    const strides: Pair = [between(random, 1, 3), between(random, 1, 3)];
    const pad = random.integer(2) === 0 ? 'valid' : 'same';
    const { outShape, outHeight, outWidth } = tf.backend_util.computePool2DInfo(
      input,
      filterSize,
      strides,
      1,
      pad,
    );
    if (outHeight < 1 || outWidth < 1) continue;
    const compute = ({ input, dy }: Record<string, tf.Tensor>) => {
      if (kernel === 'AvgPoolGrad')
        return run(kernel, { input: input!, dy: dy! }, { filterSize, strides, pad });
      const output = tf.maxPool(input as tf.Tensor4D, filterSize, strides, pad);
      return run(kernel, { input: input!, dy: dy!, output }, { filterSize, strides, pad });
    };
    const title = `x ${input}, windows ${filterSize}, strides ${strides}, pad ${pad}`;
    return { title, inputs: { input, dy: outShape }, compute, isCoarse: true };
  }
}

function matMulCase(random: Random, kernel: 'BatchMatMul' | '_FusedMatMul'): KernelCase {
  const [rows, inner, columns] = [
    between(random, 1, 7),
    between(random, 1, 7),
    between(random, 1, 7),
  ];
  const batch = kernel === 'BatchMatMul' && random.integer(3) === 0 ? [between(random, 2, 3)] : [];
  const [transposeA, transposeB] = [random.integer(2) === 0, random.integer(2) === 0];
  const a = [...batch, ...(transposeA ? [inner, rows] : [rows, inner])];
  const b = [...batch, ...(transposeB ? [columns, inner] : [inner, columns])];
  const title = `a ${a}${transposeA ? 'ᵀ' : ''}, b ${b}${transposeB ? 'ᵀ' : ''}`;
  if (kernel === 'BatchMatMul') {
    const compute = ({ a, b }: Record<string, tf.Tensor>) =>
      tf.matMul(a!, b!, transposeA, transposeB);
    return { title, inputs: { a, b }, compute };
  }
  const compute = ({ a, b, bias }: Record<string, tf.Tensor>) =>
    tf.fused.matMul({ a: a!, b: b!, bias: bias!, transposeA, transposeB, activation: 'relu' });
  return { title, inputs: { a, b, bias: [columns] }, compute };
}

function reductionCase(random: Random, kernel: 'Sum' | 'Mean'): KernelCase {
  const x = shape(random, between(random, 1, 4));
  const axes = x.map((_, axis) => axis);
  const axis =
    random.integer(2) === 0
      ? axes.slice(0, between(random, 1, x.length))
      : random.shuffle(axes).slice(0, between(random, 1, x.length));
  const keepDims = random.integer(2) === 0;
  const reduce = kernel === 'Sum' ? tf.sum : tf.mean;
  const title = `x ${x}, axes ${axis}, keepDims ${keepDims}`;
  return { title, inputs: { x }, compute: ({ x }) => reduce(x!, axis, keepDims) };
}

function tileCase(random: Random): KernelCase {
  const rank = between(random, 1, 4);
  const first = random.integer(rank);
  const x = shape(random, rank).map((size, axis) => (axis < first ? 1 : size));
  const reps = x.map((_, axis) =>
    axis < first || random.integer(3) === 0 ? between(random, 1, 5) : 1,
  );
  return { title: `x ${x}, reps ${reps}`, inputs: { x }, compute: ({ x }) => tf.tile(x!, reps) };
}

function einsumCase(random: Random): KernelCase {
  const equations = ['ij,jk->ik', 'bij,bjk->bik', 'i,j->ij', 'ijk->ki', 'ij,ij->', 'bij,kj->bki'];
  const equation = equations[random.integer(equations.length)]!;
  const sizes = new Map([...'bijk'].map((letter) => [letter, between(random, 1, 5)]));
  const [left, right] = equation
    .split('->')[0]!
    .split(',')
    .map((term) => [...term].map((letter) => sizes.get(letter)!));
  const title = `${equation} with ${left}${right ? ` and ${right}` : ''}`;
  const compute = ({ left, right }: Record<string, tf.Tensor>) =>
    tf.einsum(equation, ...[left, right].filter((tensor) => tensor !== undefined));
  return { title, inputs: { left: left!, ...(right && { right }) }, compute };
}

function segmentCase(random: Random): KernelCase {
  const x = shape(random, between(random, 1, 3));
  const segments = between(random, 1, 6);
  const ids = Array.from({ length: x[0]! }, () => random.integer(segments + 2) - 1);
  const title = `x ${x}, segments ${ids} of ${segments}`;
  const compute = ({ x }: Record<string, tf.Tensor>) =>
    tf.unsortedSegmentSum(x!, tf.tensor1d(ids, 'int32'), segments);
  return { title, inputs: { x }, compute };
}

function normalisationCase(random: Random): KernelCase {
  const x = [between(random, 2, 4), ...shape(random, 3)];
  const channel = x.slice(-1);
  const compute = ({ x, gain, shift, weights }: Record<string, tf.Tensor>) => {
    const normalise = (values: tf.Tensor) => {
      const { mean, variance } = tf.moments(values, [0, 1, 2]);
      const [first, second] = [mean as tf.Tensor1D, variance as tf.Tensor1D];
      return tf.batchNorm(values, first, second, shift as tf.Tensor1D, gain as tf.Tensor1D, 0.1);
    };
    return tf.grad((values) => tf.sum(tf.mul(weights!, normalise(values))))(x!);
  };
  return { title: `x ${x}`, inputs: { x, gain: channel, shift: channel, weights: x }, compute };
}

function run(kernel: string, inputs: Record<string, tf.Tensor>, attrs: object): tf.Tensor {
  return tf.engine().runKernel(kernel, inputs, attrs as tf.NamedAttrMap) as tf.Tensor;
}

/** Whole number from `low` to `high`, both included. */
function between(random: Random, low: number, high: number): number {
  return low + random.integer(high - low + 1);
}

function shape(random: Random, rank: number): number[] {
  return Array.from({ length: rank }, () => between(random, 1, 6));
}

function padding(random: Random): Padding {
  const sides = (): Pair => [random.integer(3), random.integer(3)];
  const choices: Padding[] = [
    'valid',
    'same',
    random.integer(3),
    [[0, 0], sides(), sides(), [0, 0]],
  ];
  return choices[random.integer(choices.length)]!;
}
