import type { layers } from '../../compute/tensorflow.ts';
import { tf } from '../../compute/tensorflow.ts';
import type { Random } from '../../random.ts';
import type { BatchSource } from '../../network/batch-source.ts';
import { oneHot } from '../../network/classifier.ts';
import { augmentInto, type Augmentation } from './augment.ts';
import type { Pixels } from '../pictures/pixels.ts';
import type { ImagePreprocessing } from './preprocessing.ts';
import { resizeToSquare } from './resize.ts';

export interface ImageModel {
  readonly network: layers.LayersModel;
  readonly preprocessing: ImagePreprocessing;
}

/** Pictures resized for a network, ready to be put into batches. */
export function imageSource(
  pictures: readonly Float32Array[],
  labels: Int32Array,
  preprocessing: ImagePreprocessing,
  augmentation?: Augmentation,
): BatchSource {
  const { side, channels } = preprocessing;
  const size = side * side * channels;
  return {
    count: pictures.length,
    batch: (indices: readonly number[], random?: Random) => {
      const values = new Float32Array(indices.length * size);
      for (const [row, index] of indices.entries()) {
        const picture = pictures[index]!;
        if (random === undefined || augmentation === undefined) values.set(picture, row * size);
        else augmentInto(values, row * size, picture, preprocessing, augmentation, random);
      }
      standardize(values, preprocessing);
      return {
        inputs: tf.tensor4d(values, [indices.length, side, side, channels]),
        targets: [
          oneHot(
            indices.map((index) => labels[index]!),
            preprocessing.classes.length,
          ),
        ],
      };
    },
  };
}

export function resizeAll(
  pixels: readonly Pixels[],
  { side, channels }: Pick<ImagePreprocessing, 'side' | 'channels'>,
): Float32Array[] {
  return pixels.map((picture) => resizeToSquare(picture, side, channels));
}

function standardize(
  values: Float32Array,
  { channels, mean, deviation }: ImagePreprocessing,
): void {
  for (let index = 0; index < values.length; index += 1) {
    const channel = index % channels;
    values[index] = (values[index]! - mean[channel]!) / deviation[channel]!;
  }
}
