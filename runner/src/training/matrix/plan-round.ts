import { Failure, type SegmentOrder } from '@orangery/schemas';
import type { Recipe } from '../../recipes/recipe.ts';
import { defaultBudget, startClock, stopped } from '../budget.ts';
import { finishUp } from '../conduct-training.ts';
import { openExecutor } from '../open-executor.ts';
import { prepareTraining } from '../prepare-training.ts';
import { checkResultFolder } from '../result-folder.ts';
import { runName } from '../run-name.ts';
import { describeRun, keepResult, type StartedRun } from '../run-training.ts';
import type { Journal } from '../search/journal.ts';
import { proposeRound } from '../search/propose-round.ts';
import { keepTime } from '../study/keep-time.ts';
import { readStudy, withStudy } from '../study/study-folder.ts';
import type { TrainingOrder, TrainingResult } from '../training-order.ts';
import { withRecipe } from '../with-recipe.ts';
import { openJournal } from './open-journal.ts';

/** What a job matrix does next. */
export type MatrixState =
  | {
      readonly state: 'round';
      readonly run: string;
      readonly round: number;
      /** Without a result yet. */
      readonly segments: readonly SegmentOrder[];
    }
  | ({ readonly state: 'done' } & TrainingResult);

/**
 * Begins or advances a training whose trials run elsewhere, in a folder that is carried between the
 * machines: the next round of segments, or, when there is none, the last fit and the result.
 * @throws Failure USAGE when the folder is another request's; FILE_INVALID when it holds what the
 * request does not allow
 */
export async function planRound(order: TrainingOrder, folder: string): Promise<MatrixState> {
  return withRecipe(order, async (recipe) => planWith(order, folder, recipe));
}

async function planWith(
  order: TrainingOrder,
  folder: string,
  recipe: Recipe,
): Promise<MatrixState> {
  const { world } = order;
  const sitting = { before: 0 };
  const budget = { ...defaultBudget, ...order.budget };
  const running = startClock(budget, world.now, () => sitting.before);
  const clock = order.finish === true ? stopped(running) : running;
  return withStudy(folder, world.signal, async (signal) => {
    const known = await readStudy(folder);
    const prepared = await prepareTraining(order, recipe, known);
    try {
      checkStudy(prepared.order, known?.order, folder);
      const run = known?.run ?? runName(clock.startedAt, prepared.request);
      const meaning = { request: prepared.request, dataset: prepared.dataset.record };
      await checkResultFolder(order.folderOf(run), order.module, meaning, world);
      const base = { order, recipe, prepared, run, folder, clock, world: { ...world, signal } };
      const { journal } = await openJournal(base);
      const elsewhere = secondsElsewhere(journal);
      sitting.before = (known?.secondsUsed ?? 0) + elsewhere;
      const time = await keepTime({ ...base, elsewhere });
      try {
        return await advance(base, journal, time.startedAt);
      } finally {
        await time.note();
        await time.stop();
      }
    } finally {
      await prepared.close();
    }
  });
}

async function advance(
  started: StartedRun,
  journal: Journal,
  startedAt: string,
): Promise<MatrixState> {
  const { order, prepared, clock, run } = started;
  // whoever runs a matrix waits for its jobs
  const plan = { ...prepared.plan, isAsynchronous: false };
  if (order.finish === undefined && journal.pending.length === 0) {
    const round = proposeRound({ plan, journal, clock });
    if (round !== undefined) await journal.issue(round);
  }
  const segments = order.finish === true ? [] : journal.pending;
  if (segments.length > 0) return { state: 'round', run, round: journal.rounds, segments };
  const executor = await openExecutor(started);
  try {
    const described = await describeRun(started);
    const { world } = started;
    const output = await finishUp({ ...described, executor, clock, world, startedAt }, journal);
    return { state: 'done', ...(await keepResult(started, output)) };
  } finally {
    await executor.close();
  }
}

/** A round takes as long as its slowest segment. */
function secondsElsewhere(journal: Journal): number {
  const byRound = journal.byRound.map((entries) =>
    Math.max(0, ...entries.map(({ result }) => result?.seconds ?? 0)),
  );
  return byRound.reduce((sum, seconds) => sum + seconds, 0);
}

/** @throws Failure USAGE when they differ */
export function checkStudy(order: string, known: string | undefined, folder: string): void {
  if (known === undefined || known === order) return;
  throw new Failure(
    'USAGE',
    `--work ${folder}: expected the request it was begun with, found another`,
    {
      hint: 'Give the same module, data and options, or another folder.',
    },
  );
}
