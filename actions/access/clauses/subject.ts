import type { Verb } from '../../commands/order.ts';
import { missed, unknown } from '../check-list.ts';
import type { Clause } from '../authorise.ts';
import type { Subject } from '../question.ts';

/** What each verb is asked of. A verb that is not here is for nobody. */
const kinds: Readonly<Record<Verb, Subject['kind']>> = {
  help: 'nothing',
  validate: 'nothing',
  retrain: 'training',
  benchmark: 'benchmark',
  merge: 'merge',
  cancel: 'job',
  deploy: 'deployment',
  stop: 'deployment',
  rollback: 'deployment',
  promote: 'deployment',
  lock: 'deployment',
  unlock: 'deployment',
  key: 'deployment',
  'stop-all': 'nothing',
};

/** Whether what it is asked of is known, and is what the verb is for. */
export const subjectClauses = {
  subject: ({ subject, verb }) => {
    if (subject.kind === 'unknown') {
      return unknown('subject', 'What you ask it of', subject.because);
    }
    if (Object.hasOwn(kinds, verb) && subject.value.kind === kinds[verb]) return null;
    return missed('subject', `${verb} cannot be asked of this`, 'Say /help to see where.');
  },
} satisfies Record<string, Clause>;
