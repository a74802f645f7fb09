import type { Random } from '../../../src/random.ts';

/** How one animal or thing sounds this time. */
export interface Manner {
  /** Frequencies are multiplied by it. */
  readonly pitch: number;
  /** Times are divided by it. */
  readonly speed: number;
  readonly random: Random;
}

/** Something that makes sounds. */
export interface SoundMaker {
  readonly name: string;
  /**
   * Draws what stays the same within one recording, and gives the pressure, about −1…1, at a time.
   * @returns a function of seconds since its beginning, called in their order
   */
  begin(manner: Manner): (seconds: number) => number;
}

/** Uniform between two numbers. */
export function within(random: Random, lowest: number, highest: number): number {
  return lowest + (highest - lowest) * random.uniform();
}

/** A wave whose frequency may change from sample to sample: its phase is kept. */
export function createWave(start = 0): (hertz: number, seconds: number) => number {
  let phase = start;
  let before = 0;
  return (hertz, seconds) => {
    phase += 2 * Math.PI * hertz * (seconds - before);
    before = seconds;
    return Math.sin(phase);
  };
}
