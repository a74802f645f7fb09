import type {
  Budget,
  PredictedTraining,
  Receipt,
  TrainingCheck,
  TrialCost,
} from '@orangery/schemas';
import type { ProgressEvent } from '../../progress.ts';
import type { World } from '../../world.ts';
import type { Clock } from '../budget.ts';
import type { TrainingOutput } from '../conduct-training.ts';
import { estimateTraining, type KnownCosts } from './estimate-training.ts';
import type { SearchShape } from './search-seconds.ts';

export interface Foresight {
  /** To be given to the training. */
  readonly world: World;
  /** What was foretold, for the receipt; nothing when the first trial was the last. */
  predicted(): PredictedTraining | undefined;
}

export interface ForesightOrder {
  readonly world: World;
  readonly budget: Required<Budget>;
  readonly shape: SearchShape;
  readonly clock: Clock;
  /** Made before the training. */
  readonly check: TrainingCheck | null;
}

/**
 * Says early what a training will take: from the check made before it, else from its own first
 * trial, by watching its progress.
 */
export function foresee({ world, budget, shape, clock, check }: ForesightOrder): Foresight {
  let predicted: PredictedTraining | undefined;
  const tell = (found: PredictedTraining, trialsDone: number): void => {
    predicted = found;
    const minutesLeft = Math.max(0, found.minutes - clock.secondsUsed() / 60);
    const trialsLeft = Math.max(0, found.trials - trialsDone);
    world.report({ type: 'predicted', source: found.source, minutesLeft, trialsLeft });
  };
  const watch = new FirstTrial(clock);
  const report = (event: ProgressEvent): void => {
    world.report(event);
    if (event.type === 'run-started' && check?.costs !== undefined) {
      const costs = { ...check.costs, best: check.odds?.trial };
      tell(fromCosts('check', costs, { budget, shape }, check.odds?.score), 0);
    }
    const costs = watch.see(event);
    if (predicted !== undefined || costs === null || budget.MODEL_TRIAL_COUNT === 1) return;
    if (clock.fittingSecondsLeft() <= 0) return;
    tell(fromCosts('first trial', costs, { budget, shape }, watch.score), 1);
  };
  return { world: { ...world, report }, predicted: () => predicted };
}

/** What was foretold stands beside what it took. */
export function withPrediction(
  output: TrainingOutput,
  predicted: Receipt['observed']['predicted'],
): TrainingOutput {
  if (predicted === undefined) return output;
  const { receipt } = output;
  return { ...output, receipt: { ...receipt, observed: { ...receipt.observed, predicted } } };
}

function fromCosts(
  source: PredictedTraining['source'],
  costs: KnownCosts,
  { budget, shape }: Pick<ForesightOrder, 'budget' | 'shape'>,
  score: number | undefined,
): PredictedTraining {
  const { minutes, trials } = estimateTraining(costs, budget, shape);
  const found = { source, minutes: minutes.expected, trials: trials.expected };
  return score === undefined ? found : { ...found, score };
}

interface Watched {
  readonly startedAt: number;
  /** When each pass ended, in seconds used. */
  readonly passes: number[];
  /** The most of a fold. */
  epochs: number;
  ofEpochs: number;
}

/** Times the trial that ends, or pauses, first. */
class FirstTrial {
  readonly #clock: Clock;
  readonly #trials = new Map<number, Watched>();
  score: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The costs as far as they are known when the first trial has ended. */
  see(event: ProgressEvent): KnownCosts | null {
    const now = this.#clock.secondsUsed();
    if (event.type === 'trial-started') {
      this.#trials.set(event.trial, { startedAt: now, passes: [], epochs: 1, ofEpochs: 1 });
    }
    if (event.type === 'epoch') {
      const seen = this.#trials.get(event.trial);
      seen?.passes.push(now);
      if (seen !== undefined) {
        seen.epochs = Math.max(seen.epochs, event.epoch);
        seen.ofEpochs = event.epochs;
      }
    }
    if (event.type !== 'trial-ended') return null;
    this.score = event.bestScore;
    const seen = this.#trials.get(event.trial);
    return seen === undefined ? null : costsOf(event, seen, now);
  }
}

/** The first pass holds the start of a worker and the preparation too, and is left out. */
function costsOf(
  { trial, status }: Extract<ProgressEvent, { type: 'trial-ended' }>,
  { startedAt, passes, epochs, ofEpochs }: Watched,
  now: number,
): KnownCosts {
  const [first = now] = passes;
  const secondsPerEpoch =
    passes.length < 2 ? (now - startedAt) / epochs : (now - first) / (passes.length - 1);
  const setupSeconds = passes.length < 2 ? 0 : Math.max(0, first - startedAt - secondsPerEpoch);
  const hasEnded = status !== 'paused';
  const length = Math.max(epochs, ofEpochs);
  const cost: TrialCost = {
    ...{ number: trial, epochs, ofEpochs: length, secondsPerEpoch, setupSeconds: 0, hasEnded },
  };
  return { beforeSeconds: startedAt + setupSeconds, afterSeconds: 0, trials: [cost] };
}
