import type { JobState } from '@orangery/schemas';
import { appendState } from '../../jobs/append-state.ts';
import type { Control } from '../control.ts';

/**
 * Ends a job. One that a machine has keeps its best trial and ends by itself; one that waits is over
 * at once, and costs nothing.
 */
export async function cancelJob(control: Control, job: JobState, because: string): Promise<string> {
  const { runner, catalogue } = control;
  const active = await runner.listActiveRuns();
  const run = active.find(({ id, title }) => id === job.run || title === job.job);
  if (run !== undefined) await runner.cancelRun(run.id);
  if (job.state === 'running' && run !== undefined) {
    return `\`${job.job}\` is being stopped; the best trial so far becomes the result.`;
  }
  await appendState(control, job.job, { state: 'cancelled', message: because }, 0);
  if (job.pullRequest !== undefined) {
    await catalogue.updatePullRequest(job.pullRequest, { state: 'closed' });
    const pull = await catalogue.getPullRequest(job.pullRequest);
    if (pull?.head.repository === catalogue.repository) {
      await catalogue.deleteBranch(pull.head.branch);
    }
  }
  return `\`${job.job}\` is cancelled; it used no machine.`;
}
