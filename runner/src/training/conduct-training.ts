import { Failure, type Artifact, type Receipt, type Trial } from '@orangery/schemas';
import type { ArtifactFiles, RawInput } from '../recipes/recipe.ts';
import { defaultBudget, type Clock } from './budget.ts';
import type { Executor } from './executor.ts';
import { bestResult } from './search/best-result.ts';
import { describeTrials } from './search/describe-trials.ts';
import { Journal } from './search/journal.ts';
import { planRefit } from './search/plan-refit.ts';
import { runSearch } from './search/run-search.ts';
import { timeLeft } from './search/time-left.ts';
import type { Finished } from './segments/finish-training.ts';
import type { TrialStore } from './store/trial-store.ts';
import type { World } from '../world.ts';
import { writeReceipt, type ReceiptParts } from './write-receipt.ts';

export interface Training extends Omit<ReceiptParts, 'trials' | 'best' | 'finished' | 'observed'> {
  /** Hash of all that the results follow from. */
  readonly training: string;
  readonly store: TrialStore;
  readonly executor: Executor;
  readonly clock: Clock;
  /** When the run began, if that was in an earlier sitting. */
  readonly startedAt?: string;
  readonly world: World;
  /** Trials of a receipt to run again instead of searching. */
  readonly replay?: readonly Trial[];
  /** Whether somebody ended the search. */
  readonly finish?: true;
  /** After each result: to write down the time used. */
  readonly noted?: () => Promise<void>;
}

export interface TrainingOutput {
  /** Not signed yet. */
  readonly receipt: Receipt;
  readonly artifact: Artifact;
  /** Weights and preprocessing by path, without `artifact.json`. */
  readonly files: ArtifactFiles;
  /** Held-out examples for golden tests; none of private data. */
  readonly examples: readonly RawInput[];
}

/**
 * Runs a training whose data was read: trials within the budget, a last fit, one measurement on the
 * held-out part. Goes on from what the store holds.
 * @throws Failure TRAINING_FAILED; the signal's reason when aborted
 */
export async function conductTraining(training: Training): Promise<TrainingOutput> {
  const { request, run, environment, recipe, world } = training;
  const journal = await Journal.open(training.store, training.training);
  world.report({
    type: 'run-started',
    run,
    budget: { ...defaultBudget, ...request.budget },
    backend: environment.backend,
    ...(request.tuner && { tuner: request.tuner }),
    scoreName: recipe.scoreName,
    ...(journal.rounds > 0 && { resumed: journal.trials.length - journal.pending.length }),
  });
  if (training.finish === undefined) await runSearch({ ...training, journal });
  return finishUp(training, journal);
}

/** What comes after the last trial. */
export async function finishUp(training: Training, journal: Journal): Promise<TrainingOutput> {
  const { plan, request, executor, clock, world } = training;
  const best = bestResult(journal.trials, training.replay);
  const trials = describeTrials(plan.study, journal, training.replay);
  if (best === undefined) throw trials.length === 0 ? nothingEnded() : nothingUsable(trials);
  const isTimeUp = timeLeft({ clock, ...plan, trials: journal.trials }).fittingSeconds <= 0;
  const refit = planRefit({ ...training, journal, best });
  const task = {
    trial: best.trial,
    segment: best.segment,
    ...(refit && { refit }),
    isPublic: request.visibility === 'public',
  };
  const finished = await executor.finish(task, {
    secondsLeft: clock.secondsLeft,
    onEpoch: (point, epochs) => {
      const secondsLeft = clock.secondsLeft();
      world.report({ type: 'epoch', trial: best.trial, ...point, epochs, secondsLeft });
    },
  });
  const { evaluation, baseline } = finished;
  world.report({ type: 'evaluated', metrics: evaluation.metrics, baseline });
  const observed = observe(training, journal, isTimeUp);
  const parts = { ...training, trials, best: best.trial, finished, observed };
  return { ...writeReceipt(parts), ...pickFiles(finished) };
}

function pickFiles({ files, examples }: Finished): Pick<TrainingOutput, 'files' | 'examples'> {
  return { files, examples };
}

function observe(
  { clock, world, executor, plan, startedAt, finish }: Training,
  journal: Journal,
  isTimeUp: boolean,
): Receipt['observed'] {
  const secondsOf = ({ entries }: Journal['trials'][number]): number =>
    entries.reduce((sum, { result }) => sum + (result?.seconds ?? 0), 0);
  const isWhole = journal.trials.length >= plan.study.trials && !isTimeUp;
  const limit = isWhole ? 'MODEL_TRIAL_COUNT' : 'TIME_HOURS';
  return {
    startedAt: startedAt ?? new Date(clock.startedAt).toISOString(),
    finishedAt: new Date(world.now()).toISOString(),
    seconds: clock.secondsUsed(),
    trialSeconds: journal.trials.map(secondsOf),
    budgetReached: finish === true ? 'cancelled' : limit,
    ...(executor.workers.length > 0 && { workers: [...executor.workers] }),
  };
}

function nothingEnded(): Failure {
  return new Failure(
    'TRAINING_FAILED',
    'The run: expected a trial that has ended, found none to keep',
    { hint: 'Go on with --resume.' },
  );
}

function nothingUsable(trials: readonly Trial[]): Failure {
  const errors = [...new Set(trials.map(({ error }) => error ?? 'no weights'))];
  const listed = errors.map((error) => `\n  ${error}`).join('');
  return new Failure(
    'TRAINING_FAILED',
    `${trials.length} trials: expected one that gives weights, found none:${listed}`,
  );
}
