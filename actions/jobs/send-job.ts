import type { JobState } from '@orangery/schemas';
import type { GitHub } from '../github/github.ts';

/**
 * Sends a job to the machines, once: when an order is handled again after GitHub was away, the job may
 * have been sent already without a line that says so.
 * @param state as the records have it
 * @throws Failure GITHUB_FAILED
 */
export async function sendJob(
  runner: GitHub,
  state: JobState | undefined,
  { workflow, inputs }: { workflow: string; inputs: Readonly<Record<string, string>> },
): Promise<void> {
  if (state?.run !== undefined) return;
  const since = state === undefined ? [] : await runner.listRunsSince(state.at);
  if (since.some(({ title }) => title === inputs['job'])) return;
  await runner.dispatchWorkflow(workflow, inputs);
}
