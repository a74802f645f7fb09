import { tf, type layers } from '../../compute/tensorflow.ts';
import { ignoredClass } from '../../metrics/segmentation.ts';
import { runsOf, type Batch, type BatchSource } from '../../network/batch-source.ts';
import type { Random } from '../../random.ts';
import { standardize } from '../pictures/channel-statistics.ts';
import { letterbox } from '../pictures/letterbox.ts';
import { placeInSquare } from '../pictures/place-in-square.ts';
import { addNoise, paintMaskView, paintView, randomView, type Changes } from '../pictures/view.ts';
import type { SegmentationPreprocessing } from './preprocessing.ts';
import type { SegmentationExample } from './read-segmentation.ts';
import { shrinkMask } from './shrink-mask.ts';

export interface SegmentationModel {
  readonly network: layers.LayersModel;
  readonly preprocessing: SegmentationPreprocessing;
}

/** A picture as the network takes it, and the classes of its pixels. */
export interface PreparedPicture {
  /** `[side, side, channels]`. */
  readonly picture: Uint8Array;
  /** `[side, side]`; 255 around the picture and where nothing is judged. */
  readonly mask: Uint8Array;
}

export function prepare(
  { pixels, mask }: Pick<SegmentationExample, 'pixels' | 'mask'>,
  { side, channels }: Pick<SegmentationPreprocessing, 'side' | 'channels'>,
): PreparedPicture {
  const placed = placeInSquare(pixels, side);
  const { width, height } = pixels;
  const shrunk = shrinkMask({ width, height, values: mask }, placed);
  const square = new Uint8Array(side * side).fill(ignoredClass);
  for (let row = 0; row < placed.height; row += 1) {
    const part = shrunk.subarray(row * placed.width, (row + 1) * placed.width);
    square.set(part, (placed.top + row) * side + placed.left);
  }
  return { picture: letterbox(pixels, side, channels), mask: square };
}

/** Batches of pictures and of a one at each pixel's class; changed while training. */
export function segmentationSource(
  prepared: readonly PreparedPicture[],
  preprocessing: SegmentationPreprocessing,
  changes?: Changes,
): BatchSource {
  const { side, channels, classes } = preprocessing;
  const area = side * side;
  return {
    count: prepared.length,
    batch: (indices: readonly number[], random?: Random): Batch => {
      const values = new Float32Array(indices.length * area * channels);
      const masks = new Uint8Array(indices.length * area);
      for (const [row, index] of indices.entries()) {
        const { picture, mask } = prepared[index]!;
        const [start, maskStart] = [row * area * channels, row * area];
        if (random === undefined || changes === undefined) {
          values.set(picture, start);
          masks.set(mask, maskStart);
        } else {
          const view = randomView(side, changes, random);
          paintView(values, start, picture, preprocessing, view);
          addNoise(values.subarray(start, start + area * channels), view.noise, random);
          paintMaskView(masks, maskStart, mask, { side, outside: ignoredClass }, view);
        }
      }
      standardize(values, preprocessing);
      const targets = new Float32Array(masks.length * classes.length);
      // without an iterator: a batch has many pixels
      for (let pixel = 0; pixel < masks.length; pixel += 1) {
        const label = masks[pixel]!;
        if (label !== ignoredClass) targets[pixel * classes.length + label] = 1;
      }
      return {
        inputs: tf.tensor4d(values, [indices.length, side, side, channels]),
        targets: [tf.tensor4d(targets, [indices.length, side, side, classes.length])],
      };
    },
  };
}

const batchSize = 16;

/** Probabilities `[side, side, classes]` of each picture `[side, side, channels]`, one after the other. */
export async function* segment(
  { network, preprocessing }: SegmentationModel,
  pictures: readonly Uint8Array[],
): AsyncGenerator<Float32Array> {
  const { side, channels, classes } = preprocessing;
  const size = side * side * channels;
  for (const indices of runsOf(pictures.length, batchSize)) {
    const values = new Float32Array(indices.length * size);
    for (const [row, index] of indices.entries()) values.set(pictures[index]!, row * size);
    standardize(values, preprocessing);
    const output = tf.tidy(() => {
      const inputs = tf.tensor4d(values, [indices.length, side, side, channels]);
      return tf.softmax(network.apply(inputs) as tf.Tensor);
    });
    const probabilities = await output.data<'float32'>();
    output.dispose();
    const length = side * side * classes.length;
    for (const row of indices.keys()) {
      yield probabilities.subarray(row * length, (row + 1) * length);
    }
  }
}
