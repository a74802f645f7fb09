import { tf } from '../tensorflow.ts';
import { values, zeroOutput, type KernelCall } from './kernel.ts';

interface Inputs {
  readonly x: tf.Tensor;
  readonly segmentIds: tf.Tensor1D;
}

/**
 * Adds up the rows of `x` `[rows, …]` that share a segment: `[numSegments, …]`. The gradient of an
 * embedding is one. Rows whose segment is not in `0…numSegments − 1` are left out.
 */
export function unsortedSegmentSum({
  inputs: { x, segmentIds },
  attrs: { numSegments },
  backend,
}: KernelCall<Inputs, tf.UnsortedSegmentSumAttrs>): tf.TensorInfo {
  const rowShape = x.shape.slice(1);
  const rowSize = tf.util.sizeFromShape(rowShape);
  const output = zeroOutput(backend, [numSegments, ...rowShape]);
  const sums = values(backend, output);
  const rows = values(backend, x);
  const segments = values(backend, segmentIds);
  for (let row = 0; row < segments.length; row += 1) {
    const segment = segments[row]!;
    if (segment < 0 || segment >= numSegments) continue;
    for (let index = 0; index < rowSize; index += 1) {
      sums[segment * rowSize + index]! += rows[row * rowSize + index]!;
    }
  }
  return output;
}
