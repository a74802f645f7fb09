import type { JobState } from '@orangery/schemas';
import { appendState } from '../../jobs/append-state.ts';
import { runFacts, surroundings } from '../../jobs/gather-job.ts';
import { readRecords } from '../../records/read-records.ts';
import type { Control } from '../control.ts';

export interface Cancelling {
  /** Why, in one sentence. */
  readonly because: string;
  /** Whether a result of what was done so far may still come. */
  readonly keepsResult: boolean;
}

/**
 * Ends a job. A machine that is at it, or was, takes the best so far for the result and is settled for
 * what it took, unless nothing is to be kept; one that waits is over at once, and costs nothing. The run
 * says which it is: the records may not know yet that a machine has it.
 */
export async function cancelJob(
  control: Control,
  job: JobState,
  { because, keepsResult }: Cancelling,
): Promise<string> {
  const { log } = await readRecords(control.catalogue);
  const access = { kind: 'unknown', because: 'it is not asked for' } as const;
  const { runs } = await surroundings(control, [job], { log, access });
  const run = await runFacts(control, job, runs);
  if (run?.outcome === null) await control.runner.cancelRun(run.id);
  if (run?.hasStarted === true && keepsResult) {
    const keeps = job.verb === 'retrain' ? ': the best so far becomes the result' : '';
    return `\`${job.job}\` is being stopped${keeps}.`;
  }
  await closePull(control, job);
  await appendState(
    control,
    job.job,
    { state: 'cancelled', message: because },
    run?.usedMinutes ?? 0,
  );
  if (run?.hasStarted === true) return `\`${job.job}\` is cancelled.`;
  return `\`${job.job}\` is cancelled; it used no machine.`;
}

async function closePull({ catalogue }: Control, { pullRequest }: JobState): Promise<void> {
  if (pullRequest === undefined) return;
  await catalogue.updatePullRequest(pullRequest, { state: 'closed' });
  const pull = await catalogue.getPullRequest(pullRequest);
  if (pull?.head.repository === catalogue.repository) {
    await catalogue.deleteBranch(pull.head.branch);
  }
}
