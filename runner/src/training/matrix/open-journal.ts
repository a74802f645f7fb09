import { describeRun, type StartedRun } from '../run-training.ts';
import { checkJournal } from '../search/check-replay.ts';
import { Journal } from '../search/journal.ts';
import type { TrialStore } from '../store/trial-store.ts';

/**
 * What a folder that machines share holds of a training, looked at before anything follows from it:
 * who may write there could otherwise run what the request does not allow.
 * @throws Failure FILE_INVALID
 */
export async function openJournal(
  started: StartedRun,
): Promise<{ readonly journal: Journal; readonly store: TrialStore }> {
  const { store, training } = await describeRun(started);
  const journal = await Journal.open(store, training);
  checkJournal(started.folder, journal, started.prepared.plan.study.space);
  return { journal, store };
}
