import type { Budget, PredictedTraining, TrainingCheck, TrialCost } from '@orangery/schemas';
import type { ProgressEvent } from '../../progress.ts';
import type { World } from '../../world.ts';
import type { Clock } from '../budget.ts';
import { estimateTraining, type KnownCosts } from './estimate-training.ts';

export interface Foresight {
  /** To be given to the training. */
  readonly world: World;
  /** What was foretold, for the receipt; nothing when the first trial was the last. */
  predicted(): PredictedTraining | undefined;
}

export interface ForesightOrder {
  readonly world: World;
  readonly budget: Required<Budget>;
  readonly clock: Clock;
  /** Made before the training. */
  readonly check: TrainingCheck | null;
}

/**
 * Says early what a training will take: from the check made before it, else from its own first
 * trial, by watching its progress.
 */
export function foresee({ world, budget, clock, check }: ForesightOrder): Foresight {
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
      tell(fromCosts('check', check.costs, budget, check.odds?.score), 0);
    }
    const costs = watch.see(event);
    if (predicted !== undefined || costs === null || budget.MODEL_TRIAL_COUNT === 1) return;
    if (!clock.isOutOfTime()) tell(fromCosts('first trial', costs, budget, watch.score), 1);
  };
  return { world: { ...world, report }, predicted: () => predicted };
}

function fromCosts(
  source: PredictedTraining['source'],
  costs: KnownCosts,
  budget: Required<Budget>,
  score: number | undefined,
): PredictedTraining {
  const { minutes, trials } = estimateTraining(costs, budget);
  const found = { source, minutes: minutes.expected, trials: trials.expected };
  return score === undefined ? found : { ...found, score };
}

/** Times the trial that ends first. */
class FirstTrial {
  readonly #clock: Clock;
  #startedAt: number | null = null;
  #epochs = 0;
  #ofEpochs = 1;
  score: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The costs as far as they are known when the first trial has ended. */
  see(event: ProgressEvent): KnownCosts | null {
    if (event.type === 'trial-started') this.#startedAt ??= this.#clock.secondsUsed();
    if (event.type === 'epoch') {
      this.#ofEpochs = event.epochs;
      this.#epochs = event.epoch;
    }
    if (event.type !== 'trial-ended') return null;
    this.score = event.bestScore;
    const beforeSeconds = this.#startedAt ?? 0;
    const seconds = this.#clock.secondsUsed() - beforeSeconds;
    const epochs = Math.max(1, this.#epochs);
    const trial: TrialCost = {
      number: event.trial,
      epochs,
      ofEpochs: Math.max(epochs, this.#ofEpochs),
      secondsPerEpoch: seconds / epochs,
      setupSeconds: 0,
      hasEnded: true,
    };
    return { beforeSeconds, afterSeconds: 0, trials: [trial] };
  }
}
