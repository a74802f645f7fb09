import { Failure } from '@orangery/schemas';
import { melPower, type MelPower } from '../../audio/mel-power.ts';
import type { Recording } from '../../audio/recording.ts';
import { resample } from '../../audio/resample.ts';
import type { AudioKnobs } from './knobs.ts';
import type { AudioData } from './read-recordings.ts';
import { windowInto } from './windows.ts';

/** How sound becomes numbers; saved with the weights. */
export interface AudioPreprocessing {
  readonly recipe: 'audio-classification';
  readonly sampleRate: number;
  readonly windowMs: number;
  readonly hopMs: number;
  readonly mels: number;
  /** Frames the network sees at once; a multiple of 8. */
  readonly frames: number;
  /** Of the logarithmic powers of training recordings. */
  readonly mean: number;
  readonly deviation: number;
  readonly classes: readonly string[];
}

const telephoneRate = 8000;
const fullRate = 16_000;
/** Of what the network sees at once. */
const mostSeconds = 3;
const mostFrames = 256;

/** Learns rate, length and scale from training recordings alone; gives them as powers too. */
export function learnPreprocessing(
  train: AudioData,
  { windowMs, hopMs, mels }: Pick<AudioKnobs, 'windowMs' | 'hopMs' | 'mels'>,
): { readonly preprocessing: AudioPreprocessing; readonly powers: readonly MelPower[] } {
  const rates = train.examples.map(({ recording }) => recording.sampleRate);
  const sampleRate = middle(rates, 0.5) <= telephoneRate ? telephoneRate : fullRate;
  const unscaled = {
    recipe: 'audio-classification',
    ...{ sampleRate, windowMs, hopMs, mels },
    frames: 8,
    mean: 0,
    deviation: 1,
    classes: train.classes,
  } as const;
  const powers = powersOf(train, unscaled);
  const longest = Math.min(mostFrames, Math.round((mostSeconds * 1000) / hopMs));
  const usual = middle(
    powers.map(({ frames }) => frames),
    0.9,
  );
  const frames = 8 * Math.max(2, Math.ceil(Math.min(longest, usual) / 8));
  return {
    preprocessing: { ...unscaled, frames, ...scaleOf(powers, { ...unscaled, frames }) },
    powers,
  };
}

/** Recordings as powers by time and pitch. */
export function powersOf(
  { examples }: Pick<AudioData, 'examples'>,
  preprocessing: AudioPreprocessing,
): readonly MelPower[] {
  return examples.map(({ recording }) => powerOf(recording, preprocessing));
}

export function powerOf({ samples, sampleRate }: Recording, known: AudioPreprocessing): MelPower {
  const resampled = resample(samples, sampleRate, known.sampleRate);
  return melPower({ samples: resampled, sampleRate: known.sampleRate }, known);
}

/** @throws Failure FILE_INVALID when the saved file is not one of this recipe */
export function parseAudioPreprocessing(value: unknown): AudioPreprocessing {
  const known = value as Partial<AudioPreprocessing> | null;
  const numbers = [known?.sampleRate, known?.windowMs, known?.hopMs, known?.mels, known?.frames];
  const isValid =
    known?.recipe === 'audio-classification' &&
    numbers.every((number) => Number.isFinite(number) && number! > 0 && number! <= 48_000) &&
    known.mels! <= 256 &&
    known.frames! <= 4096 &&
    known.windowMs! <= 1000 &&
    known.hopMs! >= 1 &&
    Number.isFinite(known.mean) &&
    Number.isFinite(known.deviation) &&
    Array.isArray(known.classes) &&
    known.classes.every((name) => typeof name === 'string');
  if (isValid) return known as AudioPreprocessing;
  throw new Failure(
    'FILE_INVALID',
    'artifact/preprocessing.json: expected the preprocessing of audio-classification',
  );
}

function scaleOf(
  powers: readonly MelPower[],
  unscaled: AudioPreprocessing,
): { mean: number; deviation: number } {
  const size = unscaled.frames * unscaled.mels;
  const window = new Float32Array(size);
  let [sum, squares] = [0, 0];
  for (const power of powers) {
    windowInto(window, 0, power, 0, unscaled);
    for (const value of window) {
      sum += value;
      squares += value * value;
    }
  }
  const count = Math.max(1, powers.length) * size;
  const mean = sum / count;
  return { mean, deviation: Math.max(0.1, Math.sqrt(Math.max(0, squares / count - mean ** 2))) };
}

function middle(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
