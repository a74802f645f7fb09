import type { Knobs } from '@orangery/schemas';
import { deriveSeed } from '../../random.ts';
import type { KnobValues } from '../../recipes/recipe.ts';
import { proposeKnobs } from '../../tuning/random-search.ts';

/** A trial that a training would run. */
export interface Proposal {
  /** Counted from 1. */
  readonly number: number;
  readonly knobs: KnobValues;
  readonly seed: number;
}

export interface SearchToPropose {
  readonly knobs: Knobs;
  readonly defaults: KnobValues;
  readonly seed: number;
  readonly trials: number;
}

/** The trials of a training in order, with the knobs and seeds that it will use. */
export function* proposals(search: SearchToPropose): Generator<Proposal> {
  for (let number = 1; number <= search.trials; number += 1) {
    yield {
      number,
      knobs: proposeKnobs(search.knobs, search.defaults, search.seed, number),
      seed: deriveSeed(search.seed, 'fit', number),
    };
  }
}
