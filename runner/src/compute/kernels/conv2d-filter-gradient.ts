import { tf } from '../tensorflow.ts';
import { crop } from './crop.ts';
import type { KernelCall } from './kernel.ts';

interface Inputs {
  readonly x: tf.Tensor4D;
  readonly dy: tf.Tensor4D;
}

/**
 * Gradient of a convolution by its filter, `[filterHeight, filterWidth, inChannels, outChannels]`,
 * from `x` `[batch, height, width, inChannels]` and `dy` `[batch, outHeight, outWidth, outChannels]`.
 *
 * It is itself a convolution, and runs as one: the channels of `x` take the place of the batch, the
 * batch that of the channels, `dy` that of the filter, and strides become dilations (Dumoulin and
 * Visin 2016, "A guide to convolution arithmetic for deep learning", §4).
 * @throws Error unless channels are last and dilations 1
 */
export function conv2dFilterGradient({
  inputs: { x, dy },
  attrs,
}: KernelCall<Inputs, tf.Conv2DBackpropFilterAttrs>): tf.TensorInfo {
  if (attrs.dataFormat !== 'NHWC') throw new Error('Conv2DBackpropFilter needs channels last');
  const filterShape = attrs.filterShape as [number, number, number, number];
  const [filterHeight, filterWidth, inChannels, outChannels] = filterShape;
  const info = tf.backend_util.computeConv2DInfo(
    x.shape,
    filterShape,
    attrs.strides,
    1,
    attrs.pad,
    attrs.dimRoundingMode,
  );
  const { top, left } = info.padInfo;
  const bottom = missing(info.inHeight + top, info.outHeight, info.strideHeight, filterHeight);
  const right = missing(info.inWidth + left, info.outWidth, info.strideWidth, filterWidth);
  return tf.tidy(() => {
    const byChannel = tf.conv2d(
      tf.transpose(x, [3, 1, 2, 0]),
      tf.transpose(dy, [1, 2, 0, 3]),
      1,
      [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ],
      'NHWC',
      [info.strideHeight, info.strideWidth],
    ) as tf.Tensor4D;
    // inputs that no window reached give rows and columns beyond the filter
    const kept = crop(
      byChannel,
      [0, 0, 0, 0],
      [inChannels, filterHeight, filterWidth, outChannels],
    );
    return tf.transpose(kept, [1, 2, 0, 3]);
  });
}

/** Padding after the last pixel that the windows need. */
function missing(size: number, windows: number, stride: number, filterSize: number): number {
  return Math.max(0, (windows - 1) * stride + filterSize - size);
}
