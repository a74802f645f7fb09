import { tf, type layers } from '../../compute/tensorflow.ts';
import type { LabelledBox, ScoredBox } from '../../metrics/detection.ts';
import { runsOf, type Batch, type BatchSource } from '../../network/batch-source.ts';
import type { Random } from '../../random.ts';
import type { Pixels } from '../pictures/pixels.ts';
import { standardize } from '../pictures/channel-statistics.ts';
import { letterbox } from '../pictures/letterbox.ts';
import { placeInSquare } from '../pictures/place-in-square.ts';
import { addNoise, paintView, randomView, type Changes } from '../pictures/view.ts';
import { findPeaks } from './find-peaks.ts';
import { stride, type DetectionPreprocessing } from './preprocessing.ts';
import type { DetectionExample } from './read-detection.ts';
import { emptyTargets, writeTarget } from './targets.ts';
import { seenBox } from './seen-box.ts';

export interface DetectionModel {
  readonly network: layers.LayersModel;
  readonly preprocessing: DetectionPreprocessing;
}

/** A picture as the network takes it, and what is to be found in it, in the network's pixels. */
export interface PreparedPicture {
  /** `[side, side, channels]`. */
  readonly picture: Uint8Array;
  readonly boxes: readonly LabelledBox[];
}

export function prepare(
  { pixels, boxes }: Pick<DetectionExample, 'pixels' | 'boxes'>,
  { side, channels, classes }: Pick<DetectionPreprocessing, 'side' | 'channels' | 'classes'>,
): PreparedPicture {
  const { left, top, width, height } = placeInSquare(pixels, side);
  return {
    picture: letterbox(pixels, side, channels),
    boxes: boxes.map((box) => ({
      label: classes.indexOf(box.label),
      x: left + box.x * width,
      y: top + box.y * height,
      width: box.width * width,
      height: box.height * height,
    })),
  };
}

/** Batches of pictures and targets; changed while training. */
export function detectionSource(
  prepared: readonly PreparedPicture[],
  preprocessing: DetectionPreprocessing,
  changes?: Changes,
): BatchSource {
  const { side, channels, classes } = preprocessing;
  const size = side * side * channels;
  const cells = side / stride;
  return {
    count: prepared.length,
    batch: (indices: readonly number[], random?: Random): Batch => {
      const values = new Float32Array(indices.length * size);
      const targets = emptyTargets(indices.length, cells, classes.length);
      for (const [row, index] of indices.entries()) {
        const { picture, boxes } = prepared[index]!;
        let seen = boxes;
        if (random === undefined || changes === undefined) values.set(picture, row * size);
        else {
          const view = randomView(side, changes, random);
          paintView(values, row * size, picture, preprocessing, view);
          addNoise(values.subarray(row * size, (row + 1) * size), view.noise, random);
          seen = boxes.flatMap((box) => seenBox(box, side, view) ?? []);
        }
        for (const box of seen) {
          writeTarget(targets, box, { row, cells, classes: classes.length });
        }
      }
      standardize(values, preprocessing);
      const shape = (last: number): [number, number, number, number] => [
        indices.length,
        cells,
        cells,
        last,
      ];
      return {
        inputs: tf.tensor4d(values, [indices.length, side, side, channels]),
        targets: [
          tf.tensor4d(targets.middles, shape(classes.length)),
          tf.tensor4d(targets.elsewhere, shape(classes.length)),
          tf.tensor4d(targets.geometry, shape(4)),
          tf.tensor4d(targets.weights, shape(1)),
        ],
      };
    },
  };
}

const batchSize = 32;

/** Boxes of each picture, the surest first, in the network's pixels. */
export async function detect(
  { network, preprocessing }: DetectionModel,
  pictures: readonly Uint8Array[],
): Promise<ScoredBox[][]> {
  const { side, classes } = preprocessing;
  const cells = side / stride;
  const source = detectionSource(
    pictures.map((picture) => ({ picture, boxes: [] })),
    preprocessing,
  );
  const found: ScoredBox[][] = [];
  for (const indices of runsOf(pictures.length, batchSize)) {
    const [middles, geometry] = tf.tidy(() => {
      const [logits, sides] = network.apply(source.batch(indices).inputs) as [tf.Tensor, tf.Tensor];
      return [tf.sigmoid(logits), sides] as const;
    });
    const [scores, sides] = [await middles.data<'float32'>(), await geometry.data<'float32'>()];
    tf.dispose([middles, geometry]);
    for (const row of indices.keys()) {
      const part = (values: Float32Array, depth: number): Float32Array =>
        values.subarray(row * cells * cells * depth, (row + 1) * cells * cells * depth);
      const outputs = { middles: part(scores, classes.length), geometry: part(sides, 4) };
      found.push(findPeaks({ ...outputs, cells, classes: classes.length }));
    }
  }
  return found;
}

/** Found boxes in shares of the picture, cut at its edges. */
export function toShares(
  boxes: readonly ScoredBox[],
  pixels: Pick<Pixels, 'width' | 'height'>,
  side: number,
): ScoredBox[] {
  const placed = placeInSquare(pixels, side);
  const within = (value: number): number => Math.min(1, Math.max(0, value));
  return boxes.flatMap(({ x, y, width, height, ...rest }) => {
    const left = within((x - placed.left) / placed.width);
    const right = within((x + width - placed.left) / placed.width);
    const top = within((y - placed.top) / placed.height);
    const bottom = within((y + height - placed.top) / placed.height);
    // wholly in the grey around the picture
    if (right <= left || bottom <= top) return [];
    return [{ ...rest, x: left, y: top, width: right - left, height: bottom - top }];
  });
}
