import { Failure } from '@orangery/schemas';
import {
  isPicturePreprocessing,
  type PicturePreprocessing,
} from '../pictures/picture-preprocessing.ts';
import type { ImageData } from './read-images.ts';

/** How a picture becomes numbers: stretched to a square; saved with the weights. */
export interface ImagePreprocessing extends PicturePreprocessing {
  readonly recipe: 'image-classification';
}

/** All that pictures are stretched to. */
const sides = [16, 20, 24, 28, 32, 36, 40, 44, 48];

/** Width of the network's input for pictures of such a median size: the nearest. */
export function sideFor(medianSide: number): number {
  return Math.min(sides.at(-1)!, Math.max(sides[0]!, Math.round(medianSide / 4) * 4));
}

/** Median width and height, and 1 channel when every picture is grey. */
export function summarizeImages(examples: ImageData['examples']): {
  width: number;
  height: number;
  channels: 1 | 3;
} {
  const isGrey = examples.every(({ pixels }) => pixels.channels === 1);
  return {
    width: median(examples.map(({ pixels }) => pixels.width)),
    height: median(examples.map(({ pixels }) => pixels.height)),
    channels: isGrey ? 1 : 3,
  };
}

/** Mean and deviation of each channel of pictures `[side, side, channels]`. */
export function channelStatistics(
  pictures: readonly Float32Array[],
  channels: number,
): { mean: number[]; deviation: number[] } {
  const sum = new Array<number>(channels).fill(0);
  const squares = new Array<number>(channels).fill(0);
  let count = 0;
  for (const picture of pictures) {
    for (const [index, value] of picture.entries()) {
      sum[index % channels]! += value;
      squares[index % channels]! += value * value;
    }
    count += picture.length / channels;
  }
  const mean = sum.map((total) => total / count);
  const deviation = squares.map((total, channel) =>
    Math.max(0.01, Math.sqrt(Math.max(0, total / count - mean[channel]! ** 2))),
  );
  return { mean, deviation };
}

/** @throws Failure FILE_INVALID when the saved file is not one of this recipe */
export function parseImagePreprocessing(value: unknown): ImagePreprocessing {
  if (isPicturePreprocessing(value, 'image-classification', sides)) return value;
  throw new Failure(
    'FILE_INVALID',
    'artifact/preprocessing.json: expected the preprocessing of image-classification',
  );
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 1;
}
