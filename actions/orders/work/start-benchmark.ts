import { appendState, isActive } from '../../jobs/append-state.ts';
import { sendJob } from '../../jobs/send-job.ts';
import { latestJobs } from '../../records/usage.ts';
import { readRecords } from '../../records/read-records.ts';
import type { Control } from '../control.ts';
import type { Gathered } from '../gather.ts';
import type { BenchmarkWork } from '../prepared.ts';

/** The workflow of the runner repository that measures. */
export const benchmarkWorkflow = 'benchmark.yml';

/** Sends a benchmark to the machines; its report comes as a pull request. */
export async function startBenchmark(
  control: Control,
  { asker }: Gathered,
  { job, base, module, minutes }: BenchmarkWork,
): Promise<string> {
  const { catalogue, runner } = control;
  const state = latestJobs((await readRecords(catalogue)).log).get(job);
  // the order came again: what has ended is not begun anew
  if (state !== undefined && !isActive(state)) return `\`${job}\` has ended already.`;
  if (state?.message === undefined) {
    const inputs = { job, module: module.id, commit: base };
    await sendJob(runner, state, { workflow: benchmarkWorkflow, inputs });
    await appendState(control, job, { state: 'queued', message: `Asked for by ${asker.login}` });
  }
  return `\`${module.id}\` is in the queue for a benchmark, at most ${minutes} minutes. Its report comes as a pull request.`;
}
