import { tf } from '../tensorflow.ts';
import type { KernelCall } from './kernel.ts';

/**
 * Product of matrices, as the stock kernel computes it. That one hands plain matrices to XNNPACK and
 * transposed ones, which every dense layer's gradient has, to three nested loops: here they are
 * transposed first.
 */
export function batchMatMul({
  inputs: { a, b },
  attrs: { transposeA, transposeB },
  stock,
}: KernelCall<Inputs, tf.BatchMatMulAttrs>): tf.TensorInfo {
  const plain = { transposeA: false, transposeB: false };
  if (!transposeA && !transposeB) return stock!({ a, b }, plain);
  const left = transposeA ? swapLastAxes(a) : a;
  const right = transposeB ? swapLastAxes(b) : b;
  try {
    return stock!({ a: left, b: right }, plain);
  } finally {
    if (transposeA) left.dispose();
    if (transposeB) right.dispose();
  }
}

interface Inputs {
  readonly a: tf.Tensor;
  readonly b: tf.Tensor;
}

function swapLastAxes(matrix: tf.Tensor): tf.Tensor {
  const axes = matrix.shape.map((_, axis) => axis);
  return tf.transpose(matrix, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
}
