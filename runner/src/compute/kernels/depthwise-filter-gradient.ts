import { tf } from '../tensorflow.ts';
import { eachTap } from './each-tap.ts';
import { values, type KernelCall } from './kernel.ts';

interface Inputs {
  readonly x: tf.Tensor4D;
  readonly dy: tf.Tensor4D;
}

/**
 * Gradient of a depthwise convolution by its filter, `[filterHeight, filterWidth, channels,
 * multiplier]`, from `x` `[batch, height, width, channels]` and `dy` `[batch, outHeight, outWidth,
 * channels · multiplier]`: every tap sums the products of the pixels it met.
 */
export function depthwiseFilterGradient({
  inputs: { x, dy },
  attrs,
  backend,
}: KernelCall<Inputs, tf.DepthwiseConv2dNativeBackpropFilterAttrs>): tf.TensorInfo {
  const [filterHeight, filterWidth, , multiplier] = attrs.filterShape;
  return tf.tidy(() => {
    const repeated = repeatChannels(x, multiplier!);
    const channels = repeated.shape[3];
    const info = tf.backend_util.computeConv2DInfo(
      repeated.shape,
      [filterHeight!, filterWidth!, channels, 1],
      attrs.strides,
      attrs.dilations,
      attrs.pad,
      attrs.dimRoundingMode,
      true,
    );
    const pixels = values(backend, repeated);
    const errors = values(backend, dy);
    // doubles, because a tap sums over a whole batch
    const sums = new Float64Array(filterHeight! * filterWidth! * channels);
    eachTap(info, (xAt, dyAt, tap) => {
      const sumAt = tap * channels;
      for (let channel = 0; channel < channels; channel += 1) {
        sums[sumAt + channel]! += pixels[xAt + channel]! * errors[dyAt + channel]!;
      }
    });
    return tf.tensor(Float32Array.from(sums), attrs.filterShape);
  });
}

/** `[…, channels]` → `[…, channels · times]`, each channel beside its copies. */
function repeatChannels(x: tf.Tensor4D, times: number): tf.Tensor4D {
  if (times === 1) return x;
  const [batch, height, width, channels] = x.shape;
  const copies = tf.tile(tf.expandDims(x, 4), [1, 1, 1, 1, times]);
  return tf.reshape(copies, [batch, height, width, channels * times]);
}
