import { Failure, type Budget, type EpochPoint, type Knobs, type Trial } from '@orangery/schemas';
import { DivergedError } from '../network/diverged.ts';
import { deriveSeed } from '../random.ts';
import type { Fitted, KnobValues, Recipe } from '../recipes/recipe.ts';
import { proposeKnobs } from '../tuning/random-search.ts';
import type { World } from '../world.ts';
import type { Clock } from './budget.ts';

export interface TrialRun {
  readonly recipe: Recipe;
  readonly train: unknown;
  readonly selection: unknown;
  readonly knobs: Knobs;
  readonly defaults: KnobValues;
  readonly seed: number;
  readonly budget: Required<Budget>;
  readonly clock: Clock;
  readonly world: World;
}

export interface TrialResults {
  readonly trials: readonly Trial[];
  readonly trialSeconds: readonly number[];
  readonly best: { readonly number: number; readonly model: unknown };
  readonly budgetReached: 'MODEL_TRIAL_COUNT' | 'TIME_HOURS';
}

interface Best {
  readonly number: number;
  readonly fitted: Fitted<unknown>;
}

/**
 * Runs trials until the budget is used, and keeps the best model.
 * @throws Failure TRAINING_FAILED when no trial gave weights; the signal's reason when aborted
 */
export async function runTrials(run: TrialRun): Promise<TrialResults> {
  const { recipe, budget, clock, world } = run;
  const trials: Trial[] = [];
  const trialSeconds: number[] = [];
  let best: Best | null = null;
  try {
    for (let number = 1; number <= budget.MODEL_TRIAL_COUNT; number += 1) {
      if (number > 1 && clock.isOutOfTime()) break;
      const before = clock.secondsUsed();
      const { trial, fitted } = await runTrial(run, number);
      trials.push(trial);
      trialSeconds.push(clock.secondsUsed() - before);
      if (fitted !== null) best = keepBetter(recipe, best, { number, fitted });
      world.report({
        type: 'trial-ended',
        trial: number,
        status: trial.status,
        score: trial.score,
        bestTrial: best?.number,
        bestScore: best?.fitted.score,
      });
    }
    if (best === null) throw nothingUsable(trials);
  } catch (error) {
    if (best !== null) recipe.dispose(best.fitted.model);
    throw error;
  }
  const isComplete = trials.length === budget.MODEL_TRIAL_COUNT;
  return {
    trials,
    trialSeconds,
    best: { number: best.number, model: best.fitted.model },
    budgetReached: isComplete ? 'MODEL_TRIAL_COUNT' : 'TIME_HOURS',
  };
}

async function runTrial(
  run: TrialRun,
  number: number,
): Promise<{ trial: Trial; fitted: Fitted<unknown> | null }> {
  const knobs = proposeKnobs(run.knobs, run.defaults, run.seed, number);
  const curve: EpochPoint[] = [];
  run.world.report({ type: 'trial-started', trial: number, knobs });
  const ended = (status: Trial['status']): Trial => ({
    number,
    knobs: { ...knobs },
    status,
    epochs: curve.length,
    curve,
  });
  try {
    const fitted = await run.recipe.fit({
      train: run.train,
      selection: run.selection,
      knobs,
      seed: deriveSeed(run.seed, 'fit', number),
      until: 1,
      signal: run.world.signal,
      isOutOfTime: run.clock.isOutOfTime,
      onEpoch: (point, epochs) => {
        curve.push(point);
        const secondsLeft = run.clock.secondsLeft();
        run.world.report({ type: 'epoch', trial: number, ...point, epochs, secondsLeft });
      },
    });
    const { score, selectionLoss } = fitted;
    return {
      trial: {
        ...ended(fitted.status === 'paused' ? 'pruned' : fitted.status),
        score,
        selectionLoss,
      },
      fitted,
    };
  } catch (error) {
    run.world.signal.throwIfAborted();
    if (error instanceof Failure) throw error;
    const message = error instanceof Error ? error.message : String(error);
    run.world.logger.warn(`Trial ${number}: ${message}`);
    const status = error instanceof DivergedError ? 'diverged' : 'failed';
    return { trial: { ...ended(status), error: message }, fitted: null };
  }
}

function keepBetter(recipe: Recipe, best: Best | null, candidate: Best): Best {
  if (best === null) return candidate;
  const [known, found] = [best.fitted, candidate.fitted];
  const isTie = found.score === known.score;
  const isBetter =
    found.score > known.score || (isTie && found.selectionLoss < known.selectionLoss);
  recipe.dispose(isBetter ? known.model : found.model);
  return isBetter ? candidate : best;
}

function nothingUsable(trials: readonly Trial[]): Failure {
  const errors = [...new Set(trials.map(({ error }) => error ?? 'no weights'))];
  return new Failure(
    'TRAINING_FAILED',
    `${trials.length} trials: expected one that gives weights, found none: ${errors.join('; ')}`,
  );
}
