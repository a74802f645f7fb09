import { tf } from '../tensorflow.ts';
import { values, zeroOutput } from './kernel.ts';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/**
 * A filter `[height, width, inChannels, outChannels]` turned by 180° and split into its parts for each
 * of the `rows · columns` pixels between two windows:
 * `[ceil(height / rows), ceil(width / columns), outChannels, rows · columns · inChannels]`.
 * One loop, as `pad`, `reverse` and `transpose` of six axes take longer than the convolution.
 */
export function rotatedFilter(
  backend: BackendWasm,
  filter: tf.Tensor4D,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): tf.Tensor4D {
  const [height, width, inChannels, outChannels] = filter.shape;
  const down = Math.ceil(height / rows);
  const across = Math.ceil(width / columns);
  const depth = rows * columns * inChannels;
  const result = zeroOutput(backend, [down, across, outChannels, depth]);
  const [from, to] = [values(backend, filter), values(backend, result)];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const tap = (down - 1 - Math.floor(y / rows)) * across + across - 1 - Math.floor(x / columns);
      const part = (y % rows) * columns + (x % columns);
      const start = tap * outChannels * depth + part * inChannels;
      const source = (y * width + x) * inChannels * outChannels;
      for (let output = 0; output < outChannels; output += 1) {
        for (let input = 0; input < inChannels; input += 1) {
          to[start + output * depth + input] = from[source + input * outChannels + output]!;
        }
      }
    }
  }
  return tf.engine().makeTensorFromTensorInfo(result) as tf.Tensor4D;
}
