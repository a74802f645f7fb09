import type { tf } from '../tensorflow.ts';
import type { KernelCall } from './kernel.ts';

interface Inputs {
  readonly x: tf.Tensor;
}

/**
 * Repeats a tensor along its axes. Where it becomes copies one after the other, as in the gradient of
 * batch normalisation, memory is copied in growing pieces; the stock kernel, which does the rest,
 * works out the place of every value.
 */
export function tile({
  inputs,
  attrs,
  backend,
  stock,
}: KernelCall<Inputs, tf.TileAttrs>): tf.TensorInfo {
  const { x } = inputs;
  const { reps } = attrs;
  const lastRepeated = reps.findLastIndex((times) => times !== 1);
  const isOneAfterOther = x.shape.slice(0, lastRepeated + 1).every((size) => size === 1);
  if (!isOneAfterOther || x.size === 0 || x.dtype === 'string') return stock!(inputs, attrs);
  const shape = x.shape.map((size, axis) => size * reps[axis]!);
  const output = backend.makeOutput(shape, x.dtype);
  const to = backend.typedArrayFromHeap(output);
  to.set(backend.typedArrayFromHeap(x));
  for (let done = x.size; done < to.length; done *= 2) {
    to.copyWithin(done, 0, Math.min(done, to.length - done));
  }
  return output;
}
