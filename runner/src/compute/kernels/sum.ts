import { tf } from '../tensorflow.ts';
import type { KernelCall } from './kernel.ts';

interface Inputs {
  readonly x: tf.Tensor;
}

interface Attrs {
  readonly axis: number | number[];
  readonly keepDims: boolean;
}

/**
 * Sum over axes. Where these come first, as in the gradient of every bias, it is a product with a row
 * of ones, first over the first axis and then over the others: sums of sums lose fewer digits. The
 * stock kernel, which does the rest, would transpose the tensor.
 */
export function sum({ inputs, attrs, stock }: KernelCall<Inputs, Attrs>): tf.TensorInfo {
  const leading = countLeading(inputs.x, attrs.axis);
  return leading === 0 ? stock!(inputs, attrs) : sumLeading(inputs.x, leading, attrs.keepDims);
}

/** Mean over axes, computed as `sum` is. */
export function mean({ inputs, attrs, stock }: KernelCall<Inputs, Attrs>): tf.TensorInfo {
  const { x } = inputs;
  const leading = countLeading(x, attrs.axis);
  if (leading === 0) return stock!(inputs, attrs);
  const count = tf.util.sizeFromShape(x.shape.slice(0, leading));
  return tf.tidy(() => tf.div(sumLeading(x, leading, attrs.keepDims), count));
}

/** How many axes are summed, if they are the first ones and others remain; otherwise 0. */
function countLeading(x: tf.Tensor, axis: number | number[]): number {
  const axes = tf.util.parseAxisParam(axis, x.shape).toSorted((left, right) => left - right);
  const areFirst = axes.every((value, index) => value === index) && axes.length < x.rank;
  return areFirst && x.dtype === 'float32' && x.size > 0 ? axes.length : 0;
}

function sumLeading(x: tf.Tensor, leading: number, keepDims: boolean): tf.Tensor {
  const summed = x.shape.slice(0, leading);
  const kept = x.shape.slice(leading);
  return tf.tidy(() => {
    const overFirst = sumRows(x, summed[0]!);
    const total = sumRows(overFirst, tf.util.sizeFromShape(summed.slice(1)));
    return tf.reshape(total, keepDims ? [...summed.map(() => 1), ...kept] : kept);
  });
}

/** `[rows · columns]` → `[1, columns]`. */
function sumRows(x: tf.Tensor, rows: number): tf.Tensor {
  const matrix = tf.reshape(x, [rows, x.size / rows]);
  return rows === 1 ? matrix : tf.matMul(tf.ones([1, rows]), matrix);
}
