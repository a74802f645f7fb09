import { Failure } from '@orangery/schemas';
import {
  isPicturePreprocessing,
  type PicturePreprocessing,
} from '../pictures/picture-preprocessing.ts';

/** How a picture becomes numbers, and numbers a mask; saved with the weights. */
export interface SegmentationPreprocessing extends PicturePreprocessing {
  readonly recipe: 'image-segmentation';
}

const sides = [64, 96];

/** Width of the network's input for pictures of such a median longest side. */
export function sideFor(longestSide: number): number {
  return longestSide <= 72 ? 64 : 96;
}

/** @throws Failure FILE_INVALID when the saved file is not one of this recipe */
export function parseSegmentationPreprocessing(value: unknown): SegmentationPreprocessing {
  if (isPicturePreprocessing(value, 'image-segmentation', sides)) return value;
  throw new Failure(
    'FILE_INVALID',
    'artifact/preprocessing.json: expected the preprocessing of image-segmentation',
  );
}
