import { Failure, type TrialResult } from '@orangery/schemas';
import { defaultBudget, startClock } from '../budget.ts';
import { openExecutor } from '../open-executor.ts';
import { prepareTraining } from '../prepare-training.ts';
import { describeRun, type StartedRun } from '../run-training.ts';
import { checkOrders } from '../search/check-replay.ts';
import { Journal } from '../search/journal.ts';
import { reportTrials } from '../search/report-trials.ts';
import { readStudy } from '../study/study-folder.ts';
import type { TrainingOrder } from '../training-order.ts';
import { withRecipe } from '../with-recipe.ts';
import { checkStudy } from './plan-round.ts';

/**
 * Runs the segments of the current round that have no result yet, or that of one trial, and writes
 * their results into the folder.
 * @throws Failure FILE_MISSING when nothing was planned there; USAGE when it is another request's
 */
export async function runRound(
  order: TrainingOrder,
  folder: string,
  trial?: number,
): Promise<readonly TrialResult[]> {
  return withRecipe(order, async (recipe) => runWith({ order, recipe, folder }, trial));
}

async function runWith(
  { order, recipe, folder }: Pick<StartedRun, 'order' | 'recipe' | 'folder'>,
  trial: number | undefined,
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
    const { store, training } = await describeRun(started);
    const journal = await Journal.open(store, training);
    checkOrders(folder, journal.pending, prepared.plan.study.space);
    const seconds = (await store.rounds()).at(-1)?.seconds ?? clock.fittingSecondsLeft();
    const report = reportTrials({ journal, clock, world });
    const executor = await openExecutor(started);
    const asked = journal.pending.filter((one) => trial === undefined || one.trial === trial);
    try {
      return await Promise.all(
        asked.map(async (segment) => {
          report.started(segment);
          const onEpoch = report.epoch(segment);
          const result = await executor.run(segment, { secondsLeft: () => seconds, onEpoch });
          journal.note(result);
          report.ended(result);
          return result;
        }),
      );
    } finally {
      await executor.close();
    }
  } finally {
    await prepared.close();
  }
}
