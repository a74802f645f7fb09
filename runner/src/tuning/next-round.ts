import { proposeKnobs } from './random-search.ts';
import type { RoundOptions, Segment, Study, TrialState } from './study.ts';

/** The next segments, `[]` when nothing is left: a function of the study and the results alone. */
export function nextRound(
  study: Study,
  trials: readonly TrialState[],
  { size, closing }: RoundOptions,
): Segment[] {
  if (closing) return [];
  const count = Math.min(size, study.trials - trials.length);
  return Array.from({ length: Math.max(0, count) }, (_, index) => {
    const trial = trials.length + index + 1;
    return {
      trial,
      knobs: proposeKnobs(study.space, study.defaults, study.seed, trial),
      until: 1,
    };
  });
}

/** Numbers of paused trials that will never go on. */
export function prunedTrials(_study: Study, _trials: readonly TrialState[]): number[] {
  return [];
}
