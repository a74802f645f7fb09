import type { Study, TrialState } from '../study.ts';
import { nextRung, rankAt, rungsOf, scoreAt } from './rungs.ts';

/** With fewer to compare with every trial goes on. */
const fewestOthers = 3;

/**
 * Paused trials whose best score is at least the median of the earlier trials' at the same share of
 * their length (Golovin et al. 2017). Later ones do not count, so that a decision stands.
 */
export function medianGoesOn(study: Study, trials: readonly TrialState[]): TrialState[] {
  return trials.filter((trial) => trial.status === 'paused' && isGoodEnough(study, trial, trials));
}

export function medianPrunes(study: Study, trials: readonly TrialState[]): TrialState[] {
  return trials.filter((trial) => trial.status === 'paused' && !isGoodEnough(study, trial, trials));
}

function isGoodEnough(study: Study, trial: TrialState, trials: readonly TrialState[]): boolean {
  const rungs = rungsOf(study.stopping);
  const share = rungs[rungs.indexOf(nextRung(study, trial)) - 1] ?? rungs[0]!;
  const earlier = trials.filter(({ number }) => number < trial.number);
  const others = rankAt(earlier, share).map((other) => scoreAt(other, share));
  if (others.length < fewestOthers) return true;
  const middle = others.length / 2;
  const median = (others[Math.ceil(middle) - 1]! + others[Math.floor(middle)]!) / 2;
  return scoreAt(trial, share) >= median;
}
