import type { TrialState } from './study.ts';

/** The trial with the highest score, the earlier of equal ones; `undefined` when none has one. */
export function bestTrial(trials: readonly TrialState[]): TrialState | undefined {
  return trials
    .filter(({ score, status }) => score !== undefined && !lost.has(status))
    .reduce<TrialState | undefined>(
      (best, trial) => (best === undefined || trial.score! > best.score! ? trial : best),
      undefined,
    );
}

/** Their weights are not to be used. */
const lost: ReadonlySet<TrialState['status']> = new Set(['diverged', 'failed']);
