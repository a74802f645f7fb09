import type { JobState } from '@orangery/schemas';
import { learn } from '../access/known.ts';
import { readAccess } from '../access/read-access.ts';
import { mainBranch, type Control } from '../orders/control.ts';
import { readRecords } from '../records/read-records.ts';
import { latestJobs, latestUsage } from '../records/usage.ts';
import { isActive } from './append-state.ts';
import { gatherJob, surroundings } from './gather-job.ts';
import { performStep, type FinishJob } from './perform-step.ts';
import { reconcile } from './reconcile.ts';

/**
 * Brings jobs to where they should be: takes over what has ended, ends what nobody may have any more,
 * settles what was reserved.
 * @param which all that are not settled when absent
 * @returns what was done, in words
 * @throws Failure GITHUB_FAILED
 */
export async function reconcileJobs(
  control: Control,
  finish: FinishJob,
  which?: (job: JobState) => boolean,
): Promise<readonly string[]> {
  const { catalogue } = control;
  const { log } = await readRecords(catalogue);
  const access = await learn(async () => {
    return readAccess(catalogue, (await catalogue.getBranch(mainBranch)) ?? mainBranch);
  });
  const usage = latestUsage(log);
  const open = [...latestJobs(log).values()].filter((job) => {
    return isActive(job) || usage.get(job.job)?.kind === 'reserved';
  });
  const wanted = which === undefined ? open : open.filter(which);
  const around = await surroundings(control, wanted, { log, access });
  const done: string[] = [];
  for (const job of wanted) {
    const facts = await gatherJob(control, job, around);
    for (const step of reconcile(facts)) {
      done.push(await performStep(control, job, step, finish));
    }
  }
  return done;
}
