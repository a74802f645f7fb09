import type { SegmentOrder, TrialResult } from '@orangery/schemas';
import { isOutOfMemory } from '../compute/is-out-of-memory.ts';
import type { Executor, WorkHooks } from './executor.ts';
import { finishTraining } from './segments/finish-training.ts';
import { fitSegment } from './segments/fit-segment.ts';
import { outOfMemory, withHalfBatch } from './segments/half-batch.ts';
import { lostResult, noFiles, type Work } from './segments/work.ts';

/** Does the work in this process, one segment after the other: in a page, and where data is in memory. */
export function localExecutor(work: Work): Executor {
  let latest: Promise<unknown> = Promise.resolve();
  const inTurn = async <Result>(task: () => Promise<Result>): Promise<Result> => {
    const turn = latest.then(task);
    latest = turn.catch(() => undefined); // whoever asked gets the failure
    return turn;
  };
  return {
    workers: [],
    run: (order, hooks) => inTurn(() => fitInMemory(work, order, hooks)),
    finish: (task, hooks) => inTurn(() => finishTraining(work, task, hooks)),
    close: async () => {},
  };
}

async function fitInMemory(
  work: Work,
  order: SegmentOrder,
  hooks: WorkHooks,
): Promise<TrialResult> {
  try {
    return await fitSegment(work, order, hooks);
  } catch (error) {
    if (!isOutOfMemory(error)) throw error;
    const smaller = withHalfBatch(order, work.world.logger);
    if (smaller !== undefined) return fitInMemory(work, smaller, hooks);
    const result = lostResult(work.training, order, { status: 'failed', error: outOfMemory });
    await work.store.write(result, noFiles);
    return result;
  }
}
