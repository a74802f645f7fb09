import { Failure } from '@orangery/schemas';
import type { ChannelStatistics } from '../pictures/channel-statistics.ts';

/** How a picture becomes numbers, and numbers boxes; saved with the weights. */
export interface DetectionPreprocessing extends ChannelStatistics {
  readonly recipe: 'object-detection';
  /** Pictures are fitted into a square of this many pixels. */
  readonly side: number;
  readonly channels: 1 | 3;
  readonly classes: readonly string[];
  /** Boxes with a lower score are not told. */
  readonly threshold: number;
}

/** Pixels of the network's input for one cell of its output, each way. */
export const stride = 4;

/** Width of the network's input for pictures of such a median longest side. */
export function sideFor(longestSide: number): number {
  return longestSide <= 64 ? 64 : longestSide <= 112 ? 96 : 128;
}

/** @throws Failure FILE_INVALID when the saved file is not one of this recipe */
export function parseDetectionPreprocessing(value: unknown): DetectionPreprocessing {
  if (isPreprocessing(value)) return value;
  throw new Failure(
    'FILE_INVALID',
    'artifact/preprocessing.json: expected the preprocessing of object-detection',
  );
}

function isPreprocessing(value: unknown): value is DetectionPreprocessing {
  if (typeof value !== 'object' || value === null) return false;
  const { recipe, side, channels, mean, deviation, classes, threshold } = Object.assign(
    { recipe: null, side: null, channels: null, mean: null },
    { deviation: null, classes: null, threshold: null },
    value,
  );
  return (
    recipe === 'object-detection' &&
    [64, 96, 128].includes(Number(side)) &&
    [1, 3].includes(Number(channels)) &&
    isNumbers(mean, Number(channels)) &&
    isNumbers(deviation, Number(channels)) &&
    isTexts(classes) &&
    Number.isFinite(threshold)
  );
}

function isNumbers(value: unknown, length: number): boolean {
  return Array.isArray(value) && value.length === length && value.every(Number.isFinite);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}
