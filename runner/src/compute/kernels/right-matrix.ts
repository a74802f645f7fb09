import { tf } from '../tensorflow.ts';
import { values } from './kernel.ts';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** Shape in which the data of a tensor were first the right matrix of a product. */
const firstShapes = new WeakMap<object, string>();

/**
 * Computes with the right matrix of a product, or with a copy where it must be one. The stock kernels
 * keep the packed form of a right matrix under the identity of its data alone: the same data, reshaped
 * and multiplied again, would be read as the old shape, past their end.
 */
export function withRightMatrix<Result>(
  backend: BackendWasm,
  matrix: tf.Tensor,
  compute: (safe: tf.Tensor) => Result,
): Result {
  const shape = matrix.shape.slice(-2).join('×');
  const first = firstShapes.get(matrix.dataId) ?? shape;
  firstShapes.set(matrix.dataId, first);
  if (first === shape || matrix.dtype !== 'float32') return compute(matrix);
  const copy = backend.makeOutput(matrix.shape, 'float32');
  values(backend, copy).set(values(backend, matrix));
  const tensor = tf.engine().makeTensorFromTensorInfo(copy);
  try {
    return compute(tensor);
  } finally {
    tensor.dispose();
  }
}
