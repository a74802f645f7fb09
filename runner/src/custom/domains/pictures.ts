import type { Recipe } from '../../recipes/recipe.ts';
import { imageClassification } from '../../recipes/image-classification/index.ts';
import { resizeAll } from '../../recipes/image-classification/model.ts';
import type { Pixels } from '../../recipes/pictures/pixels.ts';
import {
  channelStatistics,
  parseImagePreprocessing,
  sideFor,
  summarizeImages,
  type ImagePreprocessing,
} from '../../recipes/image-classification/preprocessing.ts';
import type { ImageData } from '../../recipes/image-classification/read-images.ts';
import type { Domain } from './domain.ts';

/** Pictures resized to one square as the recipe does, 0…1, grey where all are. */
export const pictures: Domain<ImageData, Pixels, ImagePreprocessing> = {
  recipe: imageClassification as Recipe<ImageData, Pixels>,
  learn: (train) => {
    const { width, height, channels } = summarizeImages(train.examples);
    const side = sideFor(Math.max(width, height));
    const resized = resizeAll(pixelsOf(train), { side, channels });
    return {
      recipe: 'image-classification',
      side,
      channels,
      ...channelStatistics(resized, channels),
      classes: train.classes,
    };
  },
  parse: parseImagePreprocessing,
  facts: ({ classes, side, channels }) => ({ classes, shape: [side, side, channels] }),
  encode: (data, preprocessing) => encodePictures(pixelsOf(data), preprocessing),
  encodeInputs: encodePictures,
  labels: ({ labels }) => labels,
};

function encodePictures(
  pixels: readonly Pixels[],
  preprocessing: Pick<ImagePreprocessing, 'side' | 'channels'>,
): Float32Array {
  const { side, channels } = preprocessing;
  const values = new Float32Array(pixels.length * side * side * channels);
  for (const [index, picture] of resizeAll(pixels, preprocessing).entries()) {
    values.set(picture, index * picture.length);
  }
  return values;
}

function pixelsOf({ examples }: ImageData): Pixels[] {
  return examples.map(({ pixels }) => pixels);
}
