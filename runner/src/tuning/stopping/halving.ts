import type { Study, TrialState } from '../study.ts';
import { eta, hasReached, rankAt, rungsOf } from './rungs.ts';

/**
 * Paused trials that go on to the next rung, the most advanced and the best first. While trials run,
 * a third of each rung so far goes on (asynchronous successive halving, Li et al. 2020). When none
 * runs a rung is whole once all trials are proposed: then its best third goes on, at least one.
 */
export function halvingGoesOn(study: Study, trials: readonly TrialState[]): TrialState[] {
  const isAsynchronous = trials.some(({ status }) => status === 'running');
  const steps = stepsOf(study);
  if (isAsynchronous) {
    return steps.reverse().flatMap(({ share, next }) => {
      const ranked = rankAt(trials, share);
      return waiting(ranked.slice(0, Math.floor(ranked.length / eta)), next);
    });
  }
  for (const step of steps) {
    const chosen = chosenAt(step.share, trials);
    const still = waiting(chosen, step.next);
    if (still.length > 0) return still;
  }
  return [];
}

/** Paused trials that were not chosen at a rung whose chosen ones all went on. */
export function halvingPrunes(study: Study, trials: readonly TrialState[]): TrialState[] {
  if (trials.some(({ status }) => status === 'running')) return [];
  const pruned: TrialState[] = [];
  for (const { share, next } of stepsOf(study)) {
    const chosen = chosenAt(share, trials);
    if (waiting(chosen, next).length > 0) break;
    pruned.push(...waiting(rankAt(trials, share), next).filter((it) => !chosen.includes(it)));
  }
  return [...new Set(pruned)];
}

function stepsOf({ stopping }: Study): { share: number; next: number }[] {
  const rungs = rungsOf(stopping);
  return rungs.slice(0, -1).map((share, index) => ({ share, next: rungs[index + 1]! }));
}

function chosenAt(share: number, trials: readonly TrialState[]): TrialState[] {
  const ranked = rankAt(trials, share);
  return ranked.slice(0, Math.max(1, Math.floor(ranked.length / eta)));
}

function waiting(trials: readonly TrialState[], next: number): TrialState[] {
  return trials.filter((trial) => trial.status === 'paused' && !hasReached(trial, next));
}
