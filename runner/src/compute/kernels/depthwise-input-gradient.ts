import { tf } from '../tensorflow.ts';
import { eachTap } from './each-tap.ts';
import { values, zeroOutput, type KernelCall } from './kernel.ts';

interface Inputs {
  readonly dy: tf.Tensor4D;
  readonly filter: tf.Tensor4D;
}

/**
 * Gradient of a depthwise convolution by its input, `[batch, height, width, channels]`, from `dy`
 * `[batch, outHeight, outWidth, channels · multiplier]` and `filter` `[filterHeight, filterWidth,
 * channels, multiplier]`: every tap gives its pixel its share.
 */
export function depthwiseInputGradient({
  inputs: { dy, filter },
  attrs,
  backend,
}: KernelCall<Inputs, tf.DepthwiseConv2dNativeBackpropInputAttrs>): tf.TensorInfo {
  const [filterHeight, filterWidth, inChannels, multiplier] = filter.shape;
  const channels = inChannels * multiplier;
  const [batch, height, width] = attrs.inputShape;
  const info = tf.backend_util.computeConv2DInfo(
    [batch, height, width, channels],
    [filterHeight, filterWidth, channels, 1],
    attrs.strides,
    attrs.dilations,
    attrs.pad,
    attrs.dimRoundingMode,
    true,
  );
  const dx = zeroOutput(backend, info.inShape);
  const dxs = values(backend, dx);
  const dys = values(backend, dy);
  const weights = Float32Array.from(values(backend, filter));
  eachTap(info, (dxAt, dyAt, tap) => {
    const weightAt = tap * channels;
    for (let channel = 0; channel < channels; channel += 1) {
      dxs[dxAt + channel]! += dys[dyAt + channel]! * weights[weightAt + channel]!;
    }
  });
  return multiplier === 1 ? dx : sumCopies(dx, inChannels, multiplier);
}

/** `[batch, height, width, channels · copies]` → `[batch, height, width, channels]`. */
function sumCopies(dx: tf.TensorInfo, channels: number, copies: number): tf.Tensor {
  return tf.tidy(() => {
    const tensor = tf.engine().makeTensorFromTensorInfo(dx);
    const [batch, height, width] = dx.shape as [number, number, number];
    return tf.sum(tf.reshape(tensor, [batch, height, width, channels, copies]), 4);
  });
}
