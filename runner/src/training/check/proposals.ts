import { deriveSeed } from '../../random.ts';
import type { KnobValues } from '../../recipes/recipe.ts';
import { nextRound } from '../../tuning/next-round.ts';
import type { Study } from '../../tuning/study.ts';

/** A trial that a training would run. */
export interface Proposal {
  /** Counted from 1. */
  readonly number: number;
  readonly knobs: KnobValues;
  readonly seed: number;
}

/**
 * The first trials of a training in order, with the knobs and seeds that it will use as long as no
 * result speaks for others.
 */
export function proposals(study: Study, most: number): readonly Proposal[] {
  return nextRound(study, [], { size: most, closing: false }).map(({ trial, knobs }) => ({
    number: trial,
    knobs,
    seed: deriveSeed(study.seed, 'fit', trial),
  }));
}
