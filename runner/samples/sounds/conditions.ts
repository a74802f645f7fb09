import type { PresetName } from '../sample-options.ts';

type Range = readonly [lowest: number, highest: number];

/** How sounds are made and recorded. */
export interface Conditions {
  readonly pitch: Range;
  readonly speed: Range;
  /** Of the sound over the noise. */
  readonly signalToNoiseDecibels: Range;
  /** Of the noise: 0 hiss, towards 1 a rumble. */
  readonly rumble: Range;
  /** Chance that part of a recording is lost, and which share of it. */
  readonly dropoutChance: number;
  readonly dropoutShare: Range;
  /** Share of a recording before the sound begins. */
  readonly delay: Range;
}

/** `other` is farther off, in worse weather, with other instruments. */
export const allConditions: Readonly<Record<PresetName, Conditions>> = {
  standard: {
    pitch: [0.85, 1.15],
    speed: [0.85, 1.15],
    signalToNoiseDecibels: [12, 30],
    rumble: [0, 0.8],
    dropoutChance: 0.3,
    dropoutShare: [0.05, 0.15],
    delay: [0, 0.2],
  },
  other: {
    pitch: [0.75, 1.3],
    speed: [0.75, 1.3],
    signalToNoiseDecibels: [4, 20],
    rumble: [0.3, 0.95],
    dropoutChance: 0.7,
    dropoutShare: [0.1, 0.25],
    delay: [0, 0.3],
  },
};
