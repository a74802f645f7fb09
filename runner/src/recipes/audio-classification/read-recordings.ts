import { Failure, hashBytes } from '@orangery/schemas';
import { readWav } from '../../audio/read-wav.ts';
import type { Recording } from '../../audio/recording.ts';
import { resample } from '../../audio/resample.ts';
import type { DataFile } from '../../dataset/data-file.ts';
import {
  withLabels,
  type LabelledData,
  type LabelledExample,
  type LabelledFile,
} from '../labelled-files.ts';
import { checkUnreadable, leftOut, type Unreadable } from '../left-out.ts';
import type { ReadOptions } from '../recipe.ts';
import { findLabelledRecordings } from './layout.ts';

/** A recording of a dataset. */
export interface AudioExample extends LabelledExample {
  /** At its own rate, at most 16 kHz; at most a minute of it. */
  readonly recording: Recording;
  /** Samples a second in the file, and its whole length. */
  readonly stored: { readonly sampleRate: number; readonly seconds: number };
}

export type AudioData = LabelledData<AudioExample>;

/** Rate that recordings are kept at; higher ones are lowered. */
export const keptRate = 16_000;
/** What comes later in a recording is not used. */
export const longestSeconds = 60;
/** Of all recordings together, as they are kept: four hours at 16 kHz are 900 MB. */
const mostSeconds = 4 * 3600;
const words = {
  expected: 'WAV files that can be read',
  failing: 'cannot',
  hint: 'Save them as WAV, 16-bit PCM: ffmpeg -i in.mp3 -c:a pcm_s16le out.wav',
};

/**
 * Reads WAV files in a folder a class, or named with a class in `audios.csv`. What cannot be read is
 * named, counted and left out.
 * @throws Failure DATASET_INVALID
 */
export async function readRecordings(
  files: readonly DataFile[],
  { signal }: ReadOptions,
): Promise<AudioData> {
  const { format, labelled, skipped } = await findLabelledRecordings(files);
  const { examples, unreadable } = await readAll(labelled, signal);
  checkUnreadable(unreadable, labelled.length, words);
  const paths = unreadable.map(({ path }) => path);
  const unread = leftOut('is not a WAV file that can be read', paths);
  return withLabels({ format, examples, skipped: [...skipped, ...unread] });
}

/** Reads a WAV file as recordings are kept. @throws Error saying what was expected and found */
export function readRecording(bytes: Uint8Array): Pick<AudioExample, 'recording' | 'stored'> {
  const { samples, sampleRate, seconds } = readWav(bytes, { longestSeconds });
  const recording =
    sampleRate > keptRate
      ? { samples: resample(samples, sampleRate, keptRate), sampleRate: keptRate }
      : { samples, sampleRate };
  return { recording, stored: { sampleRate, seconds } };
}

async function readAll(
  labelled: readonly LabelledFile[],
  signal: AbortSignal,
): Promise<{ examples: AudioExample[]; unreadable: Unreadable[] }> {
  const examples: AudioExample[] = [];
  const unreadable: Unreadable[] = [];
  let seconds = 0;
  for (const { file, label } of labelled) {
    signal.throwIfAborted();
    const bytes = await file.read();
    try {
      examples.push({ file, label, sha256: hashBytes(bytes), ...readRecording(bytes) });
    } catch (error) {
      // a few broken recordings are normal in collected data: counted, and refused when many
      const reason = error instanceof Error ? error.message : String(error);
      unreadable.push({ path: file.path, reason });
      continue;
    }
    seconds += Math.min(longestSeconds, examples.at(-1)!.stored.seconds);
    checkSeconds(seconds);
  }
  return { examples, unreadable };
}

function checkSeconds(seconds: number): void {
  if (seconds <= mostSeconds) return;
  throw new Failure(
    'DATASET_INVALID',
    `The dataset: expected at most ${mostSeconds / 3600} hours of sound, found more`,
    { hint: `Leave recordings out, or cut them: ${longestSeconds} seconds of each are used.` },
  );
}
