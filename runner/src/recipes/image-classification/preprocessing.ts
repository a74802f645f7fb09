import { Failure } from '@orangery/schemas';
import type { ImageData } from './read-images.ts';

/** How a picture becomes numbers; saved with the weights. */
export interface ImagePreprocessing {
  readonly recipe: 'image-classification';
  /** Pictures are stretched to this many pixels square. */
  readonly side: number;
  readonly channels: 1 | 3;
  /** Mean and deviation of each channel over the training pictures, 0…1. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  readonly classes: readonly string[];
}

const largestSide = 48;

/** Width of the network's input for pictures of such a median size: never enlarged, a multiple of 4. */
export function sideFor(medianSide: number): number {
  return Math.min(largestSide, Math.max(16, Math.round(medianSide / 4) * 4));
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
  const preprocessing = value as Partial<ImagePreprocessing> | null;
  const isValid =
    preprocessing?.recipe === 'image-classification' &&
    Number.isInteger(preprocessing.side) &&
    (preprocessing.channels === 1 || preprocessing.channels === 3) &&
    isNumbers(preprocessing.mean, preprocessing.channels) &&
    isNumbers(preprocessing.deviation, preprocessing.channels) &&
    Array.isArray(preprocessing.classes) &&
    preprocessing.classes.every((name) => typeof name === 'string');
  if (isValid) return preprocessing as ImagePreprocessing;
  throw new Failure(
    'FILE_INVALID',
    'artifact/preprocessing.json: expected the preprocessing of image-classification',
  );
}

function isNumbers(value: unknown, length: number): boolean {
  return Array.isArray(value) && value.length === length && value.every(Number.isFinite);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 1;
}
