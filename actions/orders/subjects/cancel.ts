import type { JobState, RecordLog } from '@orangery/schemas';
import { latestJobs } from '../../records/usage.ts';
import type { Asking } from '../prepare.ts';
import type { Prepared } from '../prepared.ts';

/** A job by its name, else the one of the pull request where it was said. */
export function prepareCancel(job: string | undefined, { heard }: Asking): Prepared {
  const find = (log: RecordLog): JobState | null => {
    const jobs = latestJobs(log);
    if (job !== undefined) return jobs.get(job) ?? null;
    const here = [...jobs.values()].filter(({ pullRequest }) => {
      return pullRequest !== undefined && pullRequest === heard.place?.number;
    });
    return here.at(-1) ?? null;
  };
  return {
    subject: (log) => {
      const found = find(log);
      if (found?.askerId === undefined) return { kind: 'job', job: null };
      const isActive = found.state === 'queued' || found.state === 'running';
      return { kind: 'job', job: { job: found.job, askerId: found.askerId, isActive } };
    },
    work: (log) => {
      const found = find(log);
      return found === null ? null : { kind: 'cancel', job: found };
    },
  };
}
