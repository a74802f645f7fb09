import type { Study, TrialState } from '../study.ts';
import { eta, hasReached, rankAt, rungsOf } from './rungs.ts';

/** Enough for one trial to win both rungs. */
const wantedBracket = eta ** 2;

/**
 * Paused trials that go on to the next rung. While trials run, a third of each rung so far, the most
 * advanced first, once nine passed the first (asynchronous successive halving, Li et al. 2020). When
 * none runs, trials come in brackets of about nine: each time one is full the best third of all so
 * far goes on, at least one.
 * @param isLast no further trials will be proposed, so that the last bracket is full as it is
 */
export function halvingGoesOn(
  study: Study,
  trials: readonly TrialState[],
  isLast: boolean,
): TrialState[] {
  if (trials.some(({ status }) => status === 'running')) return goesOnAtOnce(study, trials);
  const whole = wholeBrackets(study, trials, isLast);
  const steps = stepsOf(study).map(({ share, next }) => waiting(chosenAt(share, whole), next));
  return steps.find((chosen) => chosen.length > 0) ?? [];
}

function goesOnAtOnce(study: Study, trials: readonly TrialState[]): TrialState[] {
  const [first] = rungsOf(study.stopping);
  return stepsOf(study)
    .reverse()
    .flatMap(({ share, next }) => {
      const ranked = rankAt(trials, share);
      // the best of very few are often not the best of more
      const isEarly = share === first && ranked.length < Math.min(wantedBracket, study.trials);
      return isEarly ? [] : waiting(ranked.slice(0, Math.floor(ranked.length / eta)), next);
    });
}

/** Paused trials that were not chosen, once no new ones come and the chosen ones went on. */
export function halvingPrunes(
  study: Study,
  trials: readonly TrialState[],
  isLast: boolean,
): TrialState[] {
  const isOpen = !isLast && trials.length < study.trials;
  if (isOpen || trials.some(({ status }) => status === 'running')) return [];
  const pruned = new Set<TrialState>();
  for (const { share, next } of stepsOf(study)) {
    const chosen = chosenAt(share, trials);
    if (waiting(chosen, next).length > 0) break;
    for (const trial of waiting(rankAt(trials, share), next)) {
      if (!chosen.includes(trial)) pruned.add(trial);
    }
  }
  return [...pruned];
}

/** All trials but those of a bracket that is not full yet. */
function wholeBrackets(
  study: Study,
  trials: readonly TrialState[],
  isLast: boolean,
): readonly TrialState[] {
  if (isLast || trials.length >= study.trials) return trials;
  const brackets = Math.max(1, Math.round(study.trials / wantedBracket));
  const size = Math.ceil(study.trials / brackets);
  return trials.slice(0, Math.floor(trials.length / size) * size);
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
