import { Failure, type TrialResult } from '@orangery/schemas';
import { defaultBudget, startClock } from '../budget.ts';
import { openExecutor } from '../open-executor.ts';
import { prepareTraining } from '../prepare-training.ts';
import type { StartedRun } from '../run-training.ts';
import { reportTrials } from '../search/report-trials.ts';
import { readStudy } from '../study/study-folder.ts';
import type { TrainingOrder } from '../training-order.ts';
import { withRecipe } from '../with-recipe.ts';
import { openJournal } from './open-journal.ts';
import { checkStudy } from './plan-round.ts';

/**
 * Runs the segments of the current round that have no result yet, or those of some trials, and writes
 * their results into the folder. What one machine runs in turn shares the time of the round.
 * @throws Failure FILE_MISSING when nothing was planned there; USAGE when it is another request's;
 * FILE_INVALID when it holds what the request does not allow
 */
export async function runRound(
  order: TrainingOrder,
  folder: string,
  trials?: readonly number[],
): Promise<readonly TrialResult[]> {
  return withRecipe(order, async (recipe) => runWith({ order, recipe, folder }, trials));
}

async function runWith(
  { order, recipe, folder }: Pick<StartedRun, 'order' | 'recipe' | 'folder'>,
  trials: readonly number[] | undefined,
): Promise<readonly TrialResult[]> {
  const { world } = order;
  const known = await readStudy(folder);
  if (known === undefined) {
    throw new Failure('FILE_MISSING', `--work ${folder}: expected a planned training, found none`, {
      hint: 'Begin it with --plan and the same options.',
    });
  }
  const clock = startClock({ ...defaultBudget, ...order.budget }, world.now);
  const prepared = await prepareTraining(order, recipe, known);
  try {
    checkStudy(prepared.order, known.order, folder);
    const started = { order, recipe, prepared, run: known.run, folder, clock, world };
    return await runSegments(started, trials);
  } finally {
    await prepared.close();
  }
}

async function runSegments(
  started: StartedRun,
  trials: readonly number[] | undefined,
): Promise<readonly TrialResult[]> {
  const { journal, store } = await openJournal(started);
  const { clock } = started;
  const seconds = (await store.rounds()).at(-1)?.seconds ?? clock.fittingSecondsLeft();
  const secondsLeft = (): number => Math.max(0, seconds - clock.secondsUsed());
  const asked = journal.pending.filter((one) => trials?.includes(one.trial) ?? true);
  const report = reportTrials({ ...started, journal });
  const executor = await openExecutor(started);
  try {
    return await Promise.all(
      asked.map(async (segment) => {
        report.started(segment);
        const onEpoch = report.epoch(segment);
        const result = await executor.run(segment, { secondsLeft, onEpoch });
        journal.note(result);
        report.ended(result);
        return result;
      }),
    );
  } finally {
    await executor.close();
  }
}
