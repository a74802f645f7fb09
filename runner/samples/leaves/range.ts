import type { Random } from '../../src/random.ts';

/** Lowest and highest value. */
export type Range = readonly [low: number, high: number];

/** A value anywhere in a range, each as likely. */
export function within([low, high]: Range, random: Random): number {
  return low + (high - low) * random.uniform();
}
