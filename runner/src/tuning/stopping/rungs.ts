import type { Stopping, Study, TrialState } from '../study.ts';

/** A rung keeps a third and gives it three times the epochs (Li et al. 2020 call this eta). */
export const eta = 3;

/** Shares of a trial's full length at which it may pause; the last is its end. */
export function rungsOf(stopping: Stopping): readonly number[] {
  return stopping === 'none' ? [1] : [1 / eta ** 2, 1 / eta, 1];
}

/**
 * Whether a trial counts at a rung: trained up to this share of its length, or ended on the way from
 * the rung below.
 */
export function hasReached(trial: TrialState, share: number): boolean {
  if (trial.status === 'done' || isPast(trial, share)) return true;
  const isFirst = share <= 1 / eta ** 2;
  return hasFailed(trial) && (isFirst || isPast(trial, share / eta));
}

/**
 * Best score of a trial within a share of its length. Of one that failed before the next rung
 * `-Infinity`: it is worse than all, and another takes its place.
 */
export function scoreAt(trial: TrialState, share: number): number {
  if (hasFailed(trial) && !isPast(trial, share * eta)) return -Infinity;
  const last = trial.status === 'done' && share === 1 ? Infinity : epochAt(trial, share);
  const within = trial.curve.filter(({ epoch }) => epoch <= last).map(({ score }) => score);
  // one that keeps no curve has its score alone
  return within.length > 0 ? Math.max(...within) : (trial.score ?? -Infinity);
}

export function hasFailed({ status }: TrialState): boolean {
  return status === 'diverged' || status === 'failed';
}

/** Trials that reached a share, the best first, the earlier of equal ones. */
export function rankAt(trials: readonly TrialState[], share: number): TrialState[] {
  return trials
    .filter((trial) => hasReached(trial, share))
    .sort((a, b) => {
      const [scoreA, scoreB] = [scoreAt(a, share), scoreAt(b, share)];
      return scoreA === scoreB ? a.number - b.number : scoreB > scoreA ? 1 : -1;
    });
}

/** The next rung of a paused trial. */
export function nextRung({ stopping }: Study, trial: TrialState): number {
  return rungsOf(stopping).find((share) => share === 1 || !isPast(trial, share))!;
}

function isPast(trial: TrialState, share: number): boolean {
  return trial.epochs > 0 && trial.epochs >= epochAt(trial, share);
}

function epochAt({ ofEpochs }: TrialState, share: number): number {
  return ofEpochs === 0 ? Infinity : Math.max(1, Math.round(share * ofEpochs));
}
