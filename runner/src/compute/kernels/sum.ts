import { tf } from '../tensorflow.ts';
import { values, type KernelCall } from './kernel.ts';

interface Inputs {
  readonly x: tf.Tensor;
}

interface Attrs {
  readonly axis: number | number[];
  readonly keepDims: boolean;
}

/**
 * Sum over axes. Where these come first, as in the gradient of every bias, the rows are added up in
 * double precision. The stock kernel, which does the rest, would transpose the tensor.
 */
export function sum(call: KernelCall<Inputs, Attrs>): tf.TensorInfo {
  const { inputs, attrs, stock } = call;
  const leading = countLeading(inputs.x, attrs.axis);
  return leading === 0 ? stock!(inputs, attrs) : sumLeading(call, leading);
}

/** Mean over axes, computed as `sum` is. */
export function mean(call: KernelCall<Inputs, Attrs>): tf.TensorInfo {
  const { inputs, attrs, stock } = call;
  const leading = countLeading(inputs.x, attrs.axis);
  return leading === 0 ? stock!(inputs, attrs) : sumLeading(call, leading, 'mean');
}

/** How many axes are summed, if they are the first ones and others remain; otherwise 0. */
function countLeading(x: tf.Tensor, axis: number | number[]): number {
  const axes = tf.util.parseAxisParam(axis, x.shape).toSorted((left, right) => left - right);
  const areFirst = axes.every((value, index) => value === index) && axes.length < x.rank;
  return areFirst && x.dtype === 'float32' && x.size > 0 ? axes.length : 0;
}

function sumLeading(
  { inputs: { x }, attrs, backend }: KernelCall<Inputs, Attrs>,
  leading: number,
  result: 'sum' | 'mean' = 'sum',
): tf.TensorInfo {
  const summed = x.shape.slice(0, leading);
  const kept = x.shape.slice(leading);
  const output = backend.makeOutput(
    attrs.keepDims ? [...summed.map(() => 1), ...kept] : kept,
    'float32',
  );
  const columns = tf.util.sizeFromShape(kept);
  const totals = sumRows(values(backend, x), columns);
  const divisor = result === 'mean' ? x.size / columns : 1;
  values(backend, output).set(totals.map((total) => total / divisor));
  return output;
}

/** `[rows · columns]` → `[columns]`. */
function sumRows(xs: Float32Array, columns: number): Float64Array {
  const totals = new Float64Array(columns);
  for (let row = 0; row < xs.length; row += columns) {
    for (let column = 0; column < columns; column += 1) totals[column]! += xs[row + column]!;
  }
  return totals;
}
