import { tf } from '../tensorflow.ts';
import { crop } from './crop.ts';
import { gradientSpan } from './gradient-span.ts';
import type { KernelCall } from './kernel.ts';
import { rotatedFilter } from './rotated-filter.ts';

interface Inputs {
  readonly dy: tf.Tensor4D;
  readonly filter: tf.Tensor4D;
}

/**
 * Gradient of a convolution by its input, `[batch, height, width, inChannels]`, from `dy`
 * `[batch, outHeight, outWidth, outChannels]` and `filter`
 * `[filterHeight, filterWidth, inChannels, outChannels]`.
 *
 * Runs as one convolution of `dy` without strides. Each of the `strideHeight · strideWidth` pixels
 * between two windows has its own part of the rotated filter; the parts are output channels, and are
 * laid out as pixels afterwards (sub-pixel convolution: Shi et al. 2016, arXiv:1609.07009).
 */
export function conv2dInputGradient(
  call: KernelCall<Inputs, tf.Conv2DBackpropInputAttrs>,
): tf.TensorInfo {
  const { inputs, attrs, backend, stock } = call;
  if (attrs.dataFormat !== 'NHWC') return stock!(inputs, attrs);
  const { dy, filter } = inputs;
  const info = tf.backend_util.computeConv2DInfo(
    attrs.inputShape,
    filter.shape,
    attrs.strides,
    1,
    attrs.pad,
    attrs.dimRoundingMode,
  );
  const rows = gradientSpan({
    inputs: info.inHeight,
    windows: info.outHeight,
    stride: info.strideHeight,
    filterSize: info.filterHeight,
    before: info.padInfo.top,
  });
  const columns = gradientSpan({
    inputs: info.inWidth,
    windows: info.outWidth,
    stride: info.strideWidth,
    filterSize: info.filterWidth,
    before: info.padInfo.left,
  });
  return tf.tidy(() => {
    const strides = { rows: rows.stride, columns: columns.stride };
    const parts = tf.conv2d(dy, rotatedFilter(backend, filter, strides), 1, [
      [0, 0],
      [rows.before, rows.after],
      [columns.before, columns.after],
      [0, 0],
    ]);
    const pixels = partsToPixels(parts, rows.stride, columns.stride, info.inChannels);
    return crop(pixels, [0, rows.cut, columns.cut, 0], info.inShape);
  });
}

/** `[batch, height, width, rows · columns · channels]` → `[batch, height · rows, width · columns, channels]`. */
function partsToPixels(
  parts: tf.Tensor4D,
  rows: number,
  columns: number,
  channels: number,
): tf.Tensor4D {
  const [batch, height, width] = parts.shape;
  if (rows === 1) return tf.reshape(parts, [batch, height, width * columns, channels]);
  const split = tf.reshape(parts, [batch * height, width, rows, columns * channels]);
  const laidOut = tf.transpose(split, [0, 2, 1, 3]);
  return tf.reshape(laidOut, [batch, height * rows, width * columns, channels]);
}
