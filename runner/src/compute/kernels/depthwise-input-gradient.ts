import { tf } from '../tensorflow.ts';
import { crop } from './crop.ts';
import { gradientSpan } from './gradient-span.ts';
import { values, zeroOutput, type KernelCall } from './kernel.ts';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

interface Inputs {
  readonly dy: tf.Tensor4D;
  readonly filter: tf.Tensor4D;
}

/**
 * Gradient of a depthwise convolution by its input, `[batch, height, width, channels]`, from `dy`
 * `[batch, outHeight, outWidth, channels · multiplier]` and `filter` `[filterHeight, filterWidth,
 * channels, multiplier]`. Runs as a depthwise convolution of `dy`, spread out by the strides, with
 * the rotated filter (Dumoulin and Visin 2016, "A guide to convolution arithmetic for deep
 * learning", §4).
 * @throws Error unless dilations are 1
 */
export function depthwiseInputGradient({
  inputs: { dy, filter },
  attrs,
  backend,
}: KernelCall<Inputs, tf.DepthwiseConv2dNativeBackpropInputAttrs>): tf.TensorInfo {
  refuseDilations(attrs.dilations);
  const [filterHeight, filterWidth, channels, multiplier] = filter.shape;
  const info = tf.backend_util.computeConv2DInfo(
    attrs.inputShape,
    filter.shape,
    attrs.strides,
    1,
    attrs.pad,
    attrs.dimRoundingMode,
    true,
  );
  const rows = gradientSpan({
    inputs: info.inHeight,
    windows: (info.outHeight - 1) * info.strideHeight + 1,
    stride: 1,
    filterSize: filterHeight,
    before: info.padInfo.top,
  });
  const columns = gradientSpan({
    inputs: info.inWidth,
    windows: (info.outWidth - 1) * info.strideWidth + 1,
    stride: 1,
    filterSize: filterWidth,
    before: info.padInfo.left,
  });
  return tf.tidy(() => {
    const rotated = tf.reverse(filter, [0, 1]);
    const gradient = tf.depthwiseConv2d(
      spreadOut(backend, dy, [info.strideHeight, info.strideWidth]),
      tf.reshape(rotated, [filterHeight, filterWidth, channels * multiplier, 1]),
      1,
      [
        [0, 0],
        [rows.before, rows.after],
        [columns.before, columns.after],
        [0, 0],
      ],
    );
    const [batch, height, width] = info.inShape;
    const kept = crop(
      gradient,
      [0, rows.cut, columns.cut, 0],
      [batch, height, width, channels * multiplier],
    );
    if (multiplier === 1) return kept;
    return tf.sum(tf.reshape(kept, [batch, height, width, channels, multiplier]), 4);
  });
}

function refuseDilations(dilations: number | [number, number]): void {
  if ([dilations].flat().some((rate) => rate !== 1)) {
    throw new Error(`no gradient of a depthwise convolution with dilations ${dilations}, only 1`);
  }
}

/** Puts `stride − 1` zeros between neighbours. */
function spreadOut(
  backend: BackendWasm,
  dy: tf.Tensor4D,
  [strideHeight, strideWidth]: readonly [number, number],
): tf.Tensor4D {
  if (strideHeight === 1 && strideWidth === 1) return dy;
  const [batch, height, width, channels] = dy.shape;
  const wideWidth = (width - 1) * strideWidth + 1;
  const wideHeight = (height - 1) * strideHeight + 1;
  const wide = zeroOutput(backend, [batch, wideHeight, wideWidth, channels]);
  const from = values(backend, dy);
  const to = values(backend, wide);
  let at = 0;
  for (let row = 0; row < batch * height; row += 1) {
    const image = Math.trunc(row / height);
    const wideRow = image * wideHeight + (row - image * height) * strideHeight;
    for (let column = 0; column < width; column += 1) {
      const wideAt = (wideRow * wideWidth + column * strideWidth) * channels;
      for (let channel = 0; channel < channels; channel += 1) to[wideAt + channel] = from[at++]!;
    }
  }
  return tf.engine().makeTensorFromTensorInfo(wide) as tf.Tensor4D;
}
