import type { Knobs } from '@orangery/schemas';
import type { KnobValues } from '../recipes/recipe.ts';

export type Advisor = 'random' | 'grid' | 'bayesian';
export type Stopping = 'none' | 'halving' | 'median';

/** What a search is: everything that proposals follow from, besides results. */
export interface Study {
  /** As `readSearchSpace` gives it: validated and narrowed. */
  readonly space: Knobs;
  /** What trial 1 takes. */
  readonly defaults: KnobValues;
  readonly seed: number;
  /** MODEL_TRIAL_COUNT. */
  readonly trials: number;
  /** Segments in a synchronous round. */
  readonly width: number;
  readonly advisor: Advisor;
  readonly stopping: Stopping;
  /** SINGA-Auto's SHARE_PARAMS: trials may start from the best weights so far. */
  readonly warmStart: boolean;
  /** A last fit follows the search, so that its trials may be abridged ones (see the policies). */
  readonly refit?: boolean;
}

/**
 * `running`: proposed, no result yet. `paused`: at a rung, may go on. `stopped`: cut by the budget.
 */
export type TrialStatus = 'running' | 'paused' | 'done' | 'diverged' | 'failed' | 'stopped';

/** What is known of a trial after its segments so far. */
export interface TrialState {
  /** From 1, in the order proposed. */
  readonly number: number;
  readonly knobs: KnobValues;
  /** Trial whose weights it started from. */
  readonly startFrom?: number;
  readonly status: TrialStatus;
  /** Done so far. */
  readonly epochs: number;
  /** Full length of this trial; 0 while unknown. */
  readonly ofEpochs: number;
  readonly curve: readonly { readonly epoch: number; readonly score: number }[];
  /** Best so far; higher is better. */
  readonly score?: number;
}

/** One stretch of work: a new trial, or an older one going on from its checkpoint. */
export interface Segment {
  readonly trial: number;
  readonly knobs: KnobValues;
  readonly startFrom?: number;
  /** Share of the trial's full length after which it pauses; 1 is to its end. */
  readonly until: number;
}

export interface RoundOptions {
  /** Most segments wanted. */
  readonly size: number;
  /** The time is nearly used: no new trials, only the most promising go on, to their end. */
  readonly closing: boolean;
}
