import type { TrialResult } from '@orangery/schemas';
import { lastFitKnobs } from '../../tuning/policies.ts';
import type { World } from '../../world.ts';
import type { Clock } from '../budget.ts';
import type { TrainingPlan } from '../plan-training.ts';
import type { RefitTask } from '../segments/finish-training.ts';
import type { Journal } from './journal.ts';
import { measuringSeconds, refitSeconds } from './time-left.ts';

export interface RefitToPlan {
  readonly plan: TrainingPlan;
  readonly journal: Journal;
  readonly best: TrialResult;
  readonly clock: Clock;
  readonly world: World;
}

/**
 * Whether the best knobs are fitted once more to all data but the held-out part, and for how long: as
 * many passes as the trial's kept weights had, the mean over the folds. Nothing when the time does
 * not allow it, which the log then says.
 */
export function planRefit(order: RefitToPlan): RefitTask | undefined {
  const { plan, journal, best, clock, world } = order;
  const { trials } = journal;
  const { knobs, start } = trials.find(({ number }) => number === best.trial)!.entries[0]!.order;
  if (!plan.refits) return undefined;
  const keep = (why: string): undefined => {
    world.logger.info(`No last fit to all data: ${why}; the best trial’s weights are kept`);
  };
  if (start !== undefined) return keep(`it started from the weights of trial ${start.trial}`);
  const reserveSeconds = measuringSeconds(trials);
  const seconds = refitSeconds({ trials, growth: plan.growth });
  const left = clock.secondsLeft() - reserveSeconds;
  if (seconds > left) {
    return keep(
      `it would take about ${seconds.toFixed(0)} s of ${Math.max(0, left).toFixed(0)} s left`,
    );
  }
  const examples = Math.round(plan.split.train * plan.growth);
  world.report({ type: 'refit-started', trial: best.trial, examples, seconds });
  const shares = best.folds.map(({ keptEpoch, ofEpochs }) => Math.max(1, keptEpoch) / ofEpochs);
  const until = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const { batchSize } = best;
  const asked = batchSize === undefined ? knobs : { ...knobs, batchSize };
  return {
    knobs: lastFitKnobs(plan.study.space, asked),
    until: Math.min(1, until),
    reserveSeconds,
  };
}
