import { Failure } from '@orangery/schemas';
import {
  isPicturePreprocessing,
  type PicturePreprocessing,
} from '../pictures/picture-preprocessing.ts';

/** How a picture becomes numbers, and numbers boxes; saved with the weights. */
export interface DetectionPreprocessing extends PicturePreprocessing {
  readonly recipe: 'object-detection';
  /** Boxes with a lower score are not told. */
  readonly threshold: number;
}

/** Pixels of the network's input for one cell of its output, each way. */
export const stride = 4;

const sides = [64, 96, 128];

/** Width of the network's input for pictures of such a median longest side. */
export function sideFor(longestSide: number): number {
  return longestSide <= 64 ? 64 : longestSide <= 112 ? 96 : 128;
}

/** @throws Failure FILE_INVALID when the saved file is not one of this recipe */
export function parseDetectionPreprocessing(value: unknown): DetectionPreprocessing {
  if (isPicturePreprocessing(value, 'object-detection', sides) && hasThreshold(value)) return value;
  throw new Failure(
    'FILE_INVALID',
    'artifact/preprocessing.json: expected the preprocessing of object-detection',
  );
}

function hasThreshold(value: object): value is { readonly threshold: number } {
  return 'threshold' in value && Number.isFinite(value.threshold);
}
