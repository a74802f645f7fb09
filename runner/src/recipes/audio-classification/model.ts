import type { MelPower } from '../../audio/mel-power.ts';
import { tf, type layers } from '../../compute/tensorflow.ts';
import type { BatchSource } from '../../network/batch-source.ts';
import { oneHot, predictProbabilities } from '../../network/classifier.ts';
import { augmentInto, type Augmentation } from './augment.ts';
import type { AudioPreprocessing } from './preprocessing.ts';
import { windowInto, windowStarts } from './windows.ts';

export interface AudioModel {
  readonly network: layers.LayersModel;
  readonly preprocessing: AudioPreprocessing;
}

/** A recording, and where a window on it begins. */
interface Window {
  readonly power: MelPower;
  readonly start: number;
  readonly label: number;
}

/** The middle window of each recording; while training, any one of it, changed. */
export function recordingSource(
  powers: readonly MelPower[],
  labels: Int32Array,
  preprocessing: AudioPreprocessing,
  augmentation?: Augmentation,
): BatchSource {
  const windows = powers.map((power, index) => {
    const starts = windowStarts(power.frames, preprocessing.frames);
    return { power, start: starts[Math.floor(starts.length / 2)]!, label: labels[index]! };
  });
  return windowSource(windows, preprocessing, augmentation);
}

/** Class probabilities of each recording, the mean over windows spread over it, `[recordings, classes]`. */
export async function classifyRecordings(
  { network, preprocessing }: AudioModel,
  powers: readonly MelPower[],
): Promise<Float32Array> {
  const owners: number[] = [];
  const windows = powers.flatMap((power, owner) =>
    windowStarts(power.frames, preprocessing.frames).map((start): Window => {
      owners.push(owner);
      return { power, start, label: 0 };
    }),
  );
  const classes = preprocessing.classes.length;
  const counts = new Float32Array(powers.length);
  for (const owner of owners) counts[owner]! += 1;
  const each = await predictProbabilities(network, windowSource(windows, preprocessing), classes);
  const result = new Float32Array(powers.length * classes);
  for (const [index, owner] of owners.entries()) {
    for (let column = 0; column < classes; column += 1) {
      result[owner * classes + column]! += each[index * classes + column]! / counts[owner]!;
    }
  }
  return result;
}

function windowSource(
  windows: readonly Window[],
  preprocessing: AudioPreprocessing,
  augmentation?: Augmentation,
): BatchSource {
  const { frames, mels, classes } = preprocessing;
  const size = frames * mels;
  return {
    count: windows.length,
    batch: (indices, random) => {
      const values = new Float32Array(indices.length * size);
      for (const [row, index] of indices.entries()) {
        const { power, start } = windows[index]!;
        if (random === undefined || augmentation === undefined) {
          windowInto(values, row * size, power, start, preprocessing);
        } else augmentInto(values, row * size, power, preprocessing, augmentation, random);
      }
      return {
        inputs: tf.tensor4d(values, [indices.length, frames, mels, 1]),
        targets: [
          oneHot(
            indices.map((index) => windows[index]!.label),
            classes.length,
          ),
        ],
      };
    },
  };
}
