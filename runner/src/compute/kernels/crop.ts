import { tf } from '../tensorflow.ts';

/** Part of a tensor, or the tensor itself where that is all of it: the slice kernel would copy it. */
export function crop(
  tensor: tf.Tensor4D,
  begin: [number, number, number, number],
  shape: [number, number, number, number],
): tf.Tensor4D {
  return tf.util.arraysEqual(tensor.shape, shape) ? tensor : tf.slice(tensor, begin, shape);
}
