import { isActive } from '../../jobs/append-state.ts';
import { latestJobs } from '../../records/usage.ts';
import { readRecords } from '../../records/read-records.ts';
import { mainBranch, type Control } from '../control.ts';
import type { Gathered } from '../gather.ts';
import { cancelJob } from './cancel-job.ts';
import { changeDeployment } from './change-deployment.ts';

/** Ends every job, and asks for the end of every deployment. */
export async function stopAll(control: Control, gathered: Gathered): Promise<string> {
  const { catalogue } = control;
  const { log } = await readRecords(catalogue);
  const jobs = [...latestJobs(log).values()].filter(isActive);
  const because = `${gathered.asker.login} stopped everything`;
  for (const job of jobs) await cancelJob(control, job, { because, keepsResult: false });
  const base = (await catalogue.getBranch(mainBranch)) ?? mainBranch;
  const names = (await catalogue.listTree(base, 'deployments')).flatMap(({ path }) => {
    return /^deployments\/([a-z0-9-]+)\.yml$/.exec(path)?.[1] ?? [];
  });
  const done: string[] = [];
  for (const name of names) {
    const work = { kind: 'deployment', verb: 'stop', name, base, text: null } as const;
    done.push(await changeDeployment(control, gathered, { ...work, title: `Stop ${name}` }));
  }
  return [`${jobs.length} jobs and ${names.length} deployments are being stopped.`, ...done].join(
    '\n\n',
  );
}
