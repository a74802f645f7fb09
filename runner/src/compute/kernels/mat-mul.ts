import { tf } from '../tensorflow.ts';
import { withRightMatrix } from './right-matrix.ts';
import type { KernelCall } from './kernel.ts';

interface Inputs {
  readonly a: tf.Tensor;
  readonly b: tf.Tensor;
  readonly bias?: tf.Tensor;
}

interface Attrs {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/**
 * Product of matrices, plain or with bias and activation, as the stock kernels compute it. They hand
 * plain matrices to XNNPACK and transposed ones, which every dense layer's gradient has, to three
 * nested loops that take the wrong bias: here they are transposed first.
 * @throws Error for several matrices at once with a bias, which only those loops do
 */
export function matMul(call: KernelCall<Inputs, Attrs>): tf.TensorInfo {
  const { inputs, attrs, backend, stock } = call;
  const isBatch = [inputs.a, inputs.b].some(({ shape }) => shape.slice(0, -2).some((n) => n > 1));
  if (isBatch && inputs.bias) throw new Error('wasm takes the wrong bias here: add it afterwards');
  const a = attrs.transposeA ? swapLastAxes(inputs.a) : inputs.a;
  const b = attrs.transposeB ? swapLastAxes(inputs.b) : inputs.b;
  const plain = { ...attrs, transposeA: false, transposeB: false };
  try {
    return withRightMatrix(backend, b, (safe) => stock!({ ...inputs, a, b: safe }, plain));
  } finally {
    if (attrs.transposeA) a.dispose();
    if (attrs.transposeB) b.dispose();
  }
}

function swapLastAxes(matrix: tf.Tensor): tf.Tensor {
  const axes = matrix.shape.map((_, axis) => axis);
  return tf.transpose(matrix, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
}
