import { Failure } from '@orangery/schemas';
import type { ChannelStatistics } from '../pictures/channel-statistics.ts';

/** How a picture becomes numbers, and numbers a mask; saved with the weights. */
export interface SegmentationPreprocessing extends ChannelStatistics {
  readonly recipe: 'image-segmentation';
  /** Pictures are fitted into a square of this many pixels. */
  readonly side: number;
  readonly channels: 1 | 3;
  readonly classes: readonly string[];
}

const sides = [64, 96];

/** Width of the network's input for pictures of such a median longest side. */
export function sideFor(longestSide: number): number {
  return longestSide <= 72 ? 64 : 96;
}

/** @throws Failure FILE_INVALID when the saved file is not one of this recipe */
export function parseSegmentationPreprocessing(value: unknown): SegmentationPreprocessing {
  if (isPreprocessing(value)) return value;
  throw new Failure(
    'FILE_INVALID',
    'artifact/preprocessing.json: expected the preprocessing of image-segmentation',
  );
}

function isPreprocessing(value: unknown): value is SegmentationPreprocessing {
  if (typeof value !== 'object' || value === null) return false;
  const { recipe, side, channels, mean, deviation, classes } = Object.assign(
    { recipe: null, side: null, channels: null, mean: null, deviation: null, classes: null },
    value,
  );
  return (
    recipe === 'image-segmentation' &&
    sides.includes(Number(side)) &&
    [1, 3].includes(Number(channels)) &&
    isNumbers(mean, Number(channels)) &&
    isNumbers(deviation, Number(channels)) &&
    isTexts(classes)
  );
}

function isNumbers(value: unknown, length: number): boolean {
  return Array.isArray(value) && value.length === length && value.every(Number.isFinite);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}
