import type { JobState } from '@orangery/schemas';
import { appendState } from '../../jobs/append-state.ts';
import { runFacts, surroundings } from '../../jobs/gather-job.ts';
import { readRecords } from '../../records/read-records.ts';
import type { Control } from '../control.ts';

/**
 * Ends a job. One that a machine has, or had, ends by itself and is settled for what it took;
 * one that waits is over at once, and costs nothing. The run says which it is: the records may not know
 * yet that a machine has it.
 */
export async function cancelJob(control: Control, job: JobState, because: string): Promise<string> {
  const { runner, catalogue } = control;
  const { log } = await readRecords(catalogue);
  const access = { kind: 'unknown', because: 'it is not asked for' } as const;
  const { runs } = await surroundings(control, [job], { log, access });
  const run = await runFacts(control, job, runs);
  if (run?.outcome === null) await runner.cancelRun(run.id);
  if (run?.hasStarted === true) {
    return `\`${job.job}\` is being stopped.`;
  }
  if (job.pullRequest !== undefined) {
    await catalogue.updatePullRequest(job.pullRequest, { state: 'closed' });
    const pull = await catalogue.getPullRequest(job.pullRequest);
    if (pull?.head.repository === catalogue.repository) {
      await catalogue.deleteBranch(pull.head.branch);
    }
  }
  await appendState(control, job.job, { state: 'cancelled', message: because }, 0);
  return `\`${job.job}\` is cancelled; it used no machine.`;
}
