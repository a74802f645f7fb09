import { tf } from '../tensorflow.ts';
import { withRightMatrix } from './right-matrix.ts';
import type { KernelCall } from './kernel.ts';

interface Inputs {
  readonly a: tf.Tensor;
  readonly b: tf.Tensor;
}

interface Attrs {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/**
 * Product of matrices, as the stock kernel computes it. That one hands plain matrices to XNNPACK and
 * transposed ones, which every dense layer's gradient has, to three nested loops: here they are
 * transposed first.
 */
export function batchMatMul(call: KernelCall<Inputs, tf.BatchMatMulAttrs>): tf.TensorInfo {
  const { inputs, attrs, backend, stock } = call;
  const a = attrs.transposeA ? swapLastAxes(inputs.a) : inputs.a;
  const b = attrs.transposeB ? swapLastAxes(inputs.b) : inputs.b;
  const plain = { transposeA: false, transposeB: false };
  try {
    return withRightMatrix(backend, b, (safe) => stock!({ a, b: safe }, plain));
  } finally {
    if (attrs.transposeA) a.dispose();
    if (attrs.transposeB) b.dispose();
  }
}

/** Product of matrices with bias and activation: the stock kernel, made safe for reshaped matrices. */
export function fusedMatMul(call: KernelCall<Inputs, Attrs>): tf.TensorInfo {
  const { inputs, attrs, backend, stock } = call;
  if (attrs.transposeA || attrs.transposeB) return stock!(inputs, attrs);
  return withRightMatrix(backend, inputs.b, (safe) => stock!({ ...inputs, b: safe }, attrs));
}

function swapLastAxes(matrix: tf.Tensor): tf.Tensor {
  const axes = matrix.shape.map((_, axis) => axis);
  return tf.transpose(matrix, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
}
