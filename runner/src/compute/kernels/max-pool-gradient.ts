import { tf } from '../tensorflow.ts';
import { values, zeroOutput, type KernelCall } from './kernel.ts';

interface Inputs {
  readonly dy: tf.Tensor4D;
  readonly input: tf.Tensor4D;
  readonly output: tf.Tensor4D;
}

interface Pooling {
  readonly info: tf.backend_util.Conv2DInfo;
  readonly xs: Float32Array;
  readonly ys: Float32Array;
  readonly dys: Float32Array;
  readonly dxs: Float32Array;
}

/**
 * Gradient of maximum pooling, `[batch, height, width, channels]`, from the pooling's `input` of the
 * same shape, its `output` and `dy`, both `[batch, outHeight, outWidth, channels]`: each window gives
 * its whole `dy` to its first maximum. The stock kernel looks for the windows of each pixel instead.
 */
export function maxPoolGradient({
  inputs: { dy, input, output },
  attrs,
  backend,
}: KernelCall<Inputs, tf.MaxPoolGradAttrs>): tf.TensorInfo {
  const info = tf.backend_util.computePool2DInfo(
    input.shape,
    attrs.filterSize,
    attrs.strides,
    1,
    attrs.pad,
    attrs.dimRoundingMode,
  );
  const dx = zeroOutput(backend, input.shape);
  const pooling = {
    info,
    xs: values(backend, input),
    ys: values(backend, output),
    dys: values(backend, dy),
    dxs: values(backend, dx),
  };
  eachWindow(pooling, info.filterHeight === 2 && info.filterWidth === 2);
  return dx;
}

function eachWindow(pooling: Pooling, isTwoByTwo: boolean): void {
  const { info } = pooling;
  const { inHeight, inWidth, inChannels } = info;
  let outputAt = 0;
  for (let image = 0; image < info.batchSize; image += 1) {
    for (let outRow = 0; outRow < info.outHeight; outRow += 1) {
      const top = outRow * info.strideHeight - info.padInfo.top;
      const rows = Math.min(inHeight, top + info.filterHeight) - Math.max(0, top);
      const rowAt = (image * inHeight + Math.max(0, top)) * inWidth;
      for (let outColumn = 0; outColumn < info.outWidth; outColumn += 1) {
        const left = outColumn * info.strideWidth - info.padInfo.left;
        const columns = Math.min(inWidth, left + info.filterWidth) - Math.max(0, left);
        const inputAt = (rowAt + Math.max(0, left)) * inChannels;
        if (isTwoByTwo && rows === 2 && columns === 2) {
          giveToFirstOfFour(pooling, inputAt, outputAt);
        } else giveToFirst(pooling, { inputAt, outputAt, rows, columns });
        outputAt += inChannels;
      }
    }
  }
}

/** Without branches, which a processor cannot foresee here: that more than halves the time. */
function giveToFirstOfFour(pooling: Pooling, inputAt: number, outputAt: number): void {
  const { xs, ys, dys, dxs, info } = pooling;
  const right = info.inChannels;
  const down = info.inWidth * right;
  for (let channel = 0; channel < right; channel += 1) {
    const at = inputAt + channel;
    const maximum = ys[outputAt + channel]!;
    const isLater1 = +(xs[at]! !== maximum);
    const isLater2 = +(xs[at + right]! !== maximum);
    const isLater3 = +(xs[at + down]! !== maximum);
    const first = at + isLater1 * (right + isLater2 * (down - right + isLater3 * right));
    dxs[first]! += dys[outputAt + channel]!;
  }
}

interface Window {
  readonly inputAt: number;
  readonly outputAt: number;
  /** Those inside the input. */
  readonly rows: number;
  readonly columns: number;
}

function giveToFirst({ xs, ys, dys, dxs, info }: Pooling, window: Window): void {
  const { inChannels } = info;
  const pixels = window.rows * window.columns;
  for (let channel = 0; channel < inChannels; channel += 1) {
    const maximum = ys[window.outputAt + channel]!;
    for (let pixel = 0; pixel < pixels; pixel += 1) {
      const row = Math.trunc(pixel / window.columns);
      const along = row * info.inWidth + pixel - row * window.columns;
      const at = window.inputAt + along * inChannels + channel;
      if (xs[at] === maximum) {
        dxs[at]! += dys[window.outputAt + channel]!;
        break;
      }
    }
  }
}
