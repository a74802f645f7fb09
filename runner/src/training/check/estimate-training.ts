import type { Budget, TrainingCosts, TrainingPrediction, TrialCost } from '@orangery/schemas';
import { fittingSeconds } from '../budget.ts';
import {
  searchSeconds,
  type SearchShape,
  type TrialLength,
  type TrialLengths,
} from './search-seconds.ts';

/** What is known of a training's costs, before it or after its first trials. */
export interface KnownCosts extends Pick<
  TrainingCosts,
  'beforeSeconds' | 'afterSeconds' | 'trials'
> {
  /** Number of the trial that is best so far: it is thought to win. */
  readonly best?: number | undefined;
}

/** How far a range reaches on both sides, in standard errors: about 80 % of trainings lie within. */
const reach = 1.3;
/** Share by which the same work differs from one time to the next on a machine that others use too. */
const jitter = 0.2;
/** Fits of at most so many passes seldom end early. */
const shortFit = 30;
const mostTrials = 10_000;
/** A last fit has the part that chose besides, and so more examples. */
const refitGrowth = 1.25;
/**
 * Predicts what a training takes within a budget: trials in rounds until their number or the time is
 * used up, then a last fit. A trial that was run to its end takes what it took; of others it is
 * guessed how early they end (from those that ended), and of those not looked at also how long a pass
 * takes. Trials that the tuner stops early take the share of their length that its rule leaves.
 */
export function estimateTraining(
  costs: KnownCosts,
  budget: Required<Budget>,
  shape: SearchShape,
): TrainingPrediction {
  const expected = simulate(costs, budget, shape, 0);
  const slow = simulate(costs, budget, shape, reach);
  const fast = simulate(costs, budget, shape, -reach);
  const alone = simulate(costs, { ...budget, MODEL_TRIAL_COUNT: mostTrials }, shape, 0);
  return {
    minutes: {
      expected: expected.seconds / 60,
      lower: Math.min(fast.seconds, expected.seconds) / 60,
      upper: Math.max(slow.seconds, expected.seconds) / 60,
    },
    trials: { expected: expected.trials, lower: slow.trials, upper: fast.trials },
    budgetReached: expected.isOutOfTime ? 'TIME_HOURS' : 'MODEL_TRIAL_COUNT',
    trialsInTime: alone.trials,
  };
}

interface Simulated {
  readonly seconds: number;
  readonly trials: number;
  readonly isOutOfTime: boolean;
}

/** @param deviation in standard errors: above 0 slower, below 0 faster than expected */
function simulate(
  costs: KnownCosts,
  budget: Required<Budget>,
  shape: SearchShape,
  deviation: number,
): Simulated {
  const pace = Math.max(0.1, 1 + (jitter * deviation) / reach);
  const lengths = trialLengths(costs, budget.MODEL_TRIAL_COUNT, deviation);
  const limit = fittingSeconds(budget);
  const before = costs.beforeSeconds * pace;
  let used = before;
  let trials = 0;
  for (const seconds of searchSeconds(lengths, shape)) {
    if (trials >= budget.MODEL_TRIAL_COUNT || (trials > 0 && used >= limit)) break;
    trials += 1;
    used = before + seconds * pace;
  }
  const refit = shape.refit ? lengths.best.ended * refitGrowth * pace : 0;
  const isOutOfTime = used >= limit;
  if (used + refit < limit) used += refit;
  used = Math.min(used, Math.max(limit, costs.beforeSeconds)) + costs.afterSeconds * pace;
  return {
    // the time cuts the models that are fitted beside the best one too
    seconds: Math.min(used, Math.max(budget.TIME_HOURS * 3600, costs.beforeSeconds)),
    trials,
    isOutOfTime,
  };
}

/** What is known of each, and what is thought of the others. */
function trialLengths(
  { trials: known, best }: KnownCosts,
  count: number,
  deviation: number,
): TrialLengths {
  const byNumber = new Map(known.map((cost) => [cost.number, cost]));
  const open = Math.max(1, count - known.filter(({ hasEnded }) => hasEnded).length);
  const unseen = Math.max(1, count - known.length);
  const length = fitLength(known);
  // the mean of many varies less than one
  const share = Math.min(1, length.mean + (deviation * length.deviation) / Math.sqrt(open));
  const lengthOf = (cost: TrialCost): TrialLength => {
    const { setupSeconds, secondsPerEpoch, ofEpochs } = cost;
    const guessed = Math.max(cost.epochs, Math.min(1, Math.max(0.1, share)) * ofEpochs);
    return {
      ended: setupSeconds + (cost.hasEnded ? cost.epochs : guessed) * secondsPerEpoch,
      whole: setupSeconds + ofEpochs * secondsPerEpoch,
    };
  };
  const seen = known.map(lengthOf);
  const mean = summarize(seen.map(({ ended }) => ended));
  const spread = known.length < 3 ? 0.4 * mean.mean : mean.deviation;
  const other = Math.max(0.2 * mean.mean, mean.mean + (deviation * spread) / Math.sqrt(unseen));
  const whole = summarize(seen.map((each) => each.whole)).mean;
  const typical = { ended: other, whole: (whole * other) / Math.max(mean.mean, 1e-9) };
  // the best of one is no choice
  const isChosen = best !== undefined && known.filter(({ epochs }) => epochs > 0).length > 1;
  const of = (number: number): TrialLength => {
    const cost = byNumber.get(number);
    return cost === undefined ? typical : lengthOf(cost);
  };
  return { of, typical, best: isChosen ? of(best) : typical };
}

/** Which share of its passes a fit takes before it ends early: what was seen, with a guess beside it. */
function fitLength(known: readonly TrialCost[]): Summary {
  const ended = known.filter(({ hasEnded }) => hasEnded);
  const isShort = known.every(({ ofEpochs }) => ofEpochs <= shortFit);
  const guess = isShort ? { mean: 1, deviation: 0.05 } : { mean: 0.85, deviation: 0.25 };
  if (ended.length === 0) return guess;
  const seen = summarize(ended.map(({ epochs, ofEpochs }) => epochs / ofEpochs));
  return {
    mean: (seen.mean * ended.length + guess.mean) / (ended.length + 1),
    deviation: ended.length < 3 ? guess.deviation : Math.max(0.02, seen.deviation),
  };
}

interface Summary {
  readonly mean: number;
  readonly deviation: number;
}

function summarize(values: readonly number[]): Summary {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / Math.max(1, values.length - 1)) };
}
