import type { tf } from '../tensorflow.ts';

/**
 * Visits every pixel of every window of a convolution or pooling that lies inside the input, window
 * by window, rows before columns.
 * @param visit gets the places of channel 0 of the pixel and of the window's output, in values of
 *   tensors with channels last, and the number of the tap in the filter
 */
export function eachTap(
  info: tf.backend_util.Conv2DInfo,
  visit: (inputAt: number, outputAt: number, tap: number) => void,
): void {
  const { batchSize, inHeight, inWidth, outHeight, outWidth, filterHeight, filterWidth } = info;
  const { dilationHeight, dilationWidth, inChannels, outChannels } = info;
  for (let image = 0; image < batchSize; image += 1) {
    for (let outRow = 0; outRow < outHeight; outRow += 1) {
      const top = outRow * info.strideHeight - info.padInfo.top;
      for (let outColumn = 0; outColumn < outWidth; outColumn += 1) {
        const left = outColumn * info.strideWidth - info.padInfo.left;
        const outputAt = ((image * outHeight + outRow) * outWidth + outColumn) * outChannels;
        for (let tapRow = 0; tapRow < filterHeight; tapRow += 1) {
          const row = top + tapRow * dilationHeight;
          if (row < 0 || row >= inHeight) continue;
          const rowAt = (image * inHeight + row) * inWidth;
          for (let tapColumn = 0; tapColumn < filterWidth; tapColumn += 1) {
            const column = left + tapColumn * dilationWidth;
            if (column < 0 || column >= inWidth) continue;
            visit((rowAt + column) * inChannels, outputAt, tapRow * filterWidth + tapColumn);
          }
        }
      }
    }
  }
}
