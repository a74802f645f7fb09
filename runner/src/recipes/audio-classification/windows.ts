import type { MelPower } from '../../audio/mel-power.ts';

interface Scale {
  readonly frames: number;
  readonly mels: number;
  readonly mean: number;
  readonly deviation: number;
}

/** Powers below this share of a recording's greatest count as silence: 60 dB. */
export const silence = 1e-6;
/** A recording longer than a window is heard in as many as this, evenly spread. */
const mostWindows = 5;

/** Where windows on a recording begin; a shorter one is in the middle of its window. */
export function windowStarts(recorded: number, frames: number): readonly number[] {
  const spare = recorded - frames;
  if (spare <= 0) return [Math.floor(spare / 2)];
  const count = Math.min(mostWindows, 1 + Math.ceil(spare / frames));
  return Array.from({ length: count }, (_, index) => Math.round((index * spare) / (count - 1)));
}

/**
 * Writes a window on a recording as logarithms of its powers, standardised: relative to its loudest
 * place, so that loudness does not matter. What lies outside of the recording is silence.
 */
export function windowInto(
  target: Float32Array,
  offset: number,
  { frames: recorded, values }: MelPower,
  start: number,
  scale: Scale,
): void {
  const { frames, mels } = scale;
  let loudest = Number.MIN_VALUE;
  const [first, last] = [Math.max(0, start), Math.min(recorded, start + frames)];
  for (let at = first * mels; at < last * mels; at += 1) loudest = Math.max(loudest, values[at]!);
  target.fill(standard(silence, scale), offset, offset + frames * mels);
  for (let frame = first; frame < last; frame += 1) {
    const row = offset + (frame - start) * mels;
    for (let mel = 0; mel < mels; mel += 1) {
      target[row + mel] = standard(values[frame * mels + mel]! / loudest, scale);
    }
  }
}

/** @param share of the loudest power */
export function standard(share: number, { mean, deviation }: Scale): number {
  return (Math.log10(Math.max(silence, share)) - mean) / deviation;
}
