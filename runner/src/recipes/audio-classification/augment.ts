import type { MelPower } from '../../audio/mel-power.ts';
import type { Random } from '../../random.ts';
import type { AudioKnobs } from './knobs.ts';
import type { AudioPreprocessing } from './preprocessing.ts';
import { standard } from './windows.ts';

/** How much recordings are changed while training. */
export type Augmentation = Pick<AudioKnobs, 'warping' | 'noise' | 'masking'>;

/**
 * Writes a window on a recording as it might also have sounded: faster or slower, higher or lower,
 * earlier or later, with noise of any colour, and with parts of time and pitch covered
 * (SpecAugment, Park et al. 2019, arXiv:1904.08779).
 */
export function augmentInto(
  target: Float32Array,
  offset: number,
  power: MelPower,
  preprocessing: AudioPreprocessing,
  augmentation: Augmentation,
  random: Random,
): void {
  const { frames, mels } = preprocessing;
  const size = frames * mels;
  const warped = warp(power, preprocessing, augmentation.warping, random);
  if (random.uniform() < augmentation.noise) addNoise(warped, mels, random);
  const loudest = warped.reduce((most, value) => Math.max(most, value), Number.MIN_VALUE);
  for (let at = 0; at < size; at += 1) {
    target[offset + at] = standard(warped[at]! / loudest, preprocessing);
  }
  mask(target.subarray(offset, offset + size), preprocessing, augmentation.masking, random);
}

/** A window that begins anywhere, stretched by up to 30 % and shifted by up to a tenth of the bands. */
function warp(
  { frames: recorded, values }: MelPower,
  { frames, mels }: AudioPreprocessing,
  strength: number,
  random: Random,
): Float32Array {
  const around = (range: number): number => (2 * random.uniform() - 1) * range * strength;
  const speed = Math.exp(around(0.3));
  const shift = around(0.1) * mels;
  const spare = recorded / speed - frames;
  // a shorter recording lies anywhere in its window, a longer one is seen anywhere
  const start = spare > 0 ? random.uniform() * spare : -random.uniform() * -spare;
  const result = new Float32Array(frames * mels);
  for (let frame = 0; frame < frames; frame += 1) {
    const from = Math.floor((frame + start) * speed);
    if (from < 0 || from >= recorded) continue;
    for (let mel = 0; mel < mels; mel += 1) {
      result[frame * mels + mel] = between(values, from * mels, mel + shift, mels);
    }
  }
  return result;
}

/** Power between two bands; beyond the outermost ones it fades. */
function between(values: Float32Array, row: number, place: number, mels: number): number {
  const below = Math.floor(place);
  const share = place - below;
  const at = (band: number): number => (band < 0 || band >= mels ? 0 : values[row + band]!);
  return at(below) * (1 - share) + at(below + 1) * share;
}

/** Noise whose powers are those of random waves, 5 to 35 dB below the loudest place, of any tilt. */
function addNoise(powers: Float32Array, mels: number, random: Random): void {
  const loudest = powers.reduce((most, value) => Math.max(most, value), 0);
  const level = loudest * 10 ** -(0.5 + 3 * random.uniform());
  const tilt = 2 * (2 * random.uniform() - 1);
  const colour = Float32Array.from({ length: mels }, (_, mel) => 10 ** (tilt * (mel / mels - 0.5)));
  for (let at = 0; at < powers.length; at += 1) {
    powers[at]! += level * colour[at % mels]! * -Math.log(1 - random.uniform());
  }
}

/** Covers up to two spans of time and two of pitch with the mean. */
function mask(
  window: Float32Array,
  { frames, mels }: AudioPreprocessing,
  strength: number,
  random: Random,
): void {
  for (let count = 0; count < 2; count += 1) {
    const width = Math.floor(random.uniform() * strength * 0.25 * frames);
    const first = random.integer(frames - width + 1);
    window.fill(0, first * mels, (first + width) * mels);
    const height = Math.floor(random.uniform() * strength * 0.25 * mels);
    const lowest = random.integer(mels - height + 1);
    for (let frame = 0; frame < frames; frame += 1) {
      window.fill(0, frame * mels + lowest, frame * mels + lowest + height);
    }
  }
}
