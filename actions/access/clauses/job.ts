import { met, missed } from '../check-list.ts';
import type { Clause } from '../authorise.ts';
import { isAdmin } from '../is-admin.ts';

/** Whether this job is theirs to end. */
export const jobClauses = {
  job: ({ subject }) => {
    if (subject.kind === 'unknown' || subject.value.kind !== 'job') return null;
    const { job } = subject.value;
    if (job === null) {
      return missed(
        'job',
        'There is no job here',
        'Say /cancel <job>, or say it on its pull request.',
      );
    }
    if (job.isActive) return null;
    return missed('job', `${job.job} has ended already`, 'There is nothing to cancel.');
  },

  asker: (question) => {
    const { subject, actor } = question;
    if (subject.kind === 'unknown' || subject.value.kind !== 'job') return null;
    if (subject.value.job?.askerId === actor.id) return met('asker', 'You asked for it');
    if (isAdmin(question)) return met('asker', 'You are an admin');
    return missed('asker', 'Somebody else asked for it', 'They, or an admin, can cancel it.');
  },
} satisfies Record<string, Clause>;
