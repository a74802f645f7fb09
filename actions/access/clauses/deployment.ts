import { met, missed, type Condition } from '../check-list.ts';
import type { Clause } from '../authorise.ts';
import type { DeploymentSubject, Question } from '../question.ts';
import { isAdmin } from '../is-admin.ts';

/** Whether this deployment is theirs to change, in this way. */
export const deploymentClauses = {
  owner: (question) =>
    judge(question, ({ name, ownerId }) => {
      if (ownerId === question.actor.id) return met('owner', `The deployment ${name} is yours`);
      if (isAdmin(question)) return met('owner', 'You are an admin');
      if (ownerId === null && question.verb === 'deploy') {
        return met('owner', `The deployment ${name} is new, and will be yours`);
      }
      const says =
        ownerId === null ? `There is no deployment ${name}` : `The deployment ${name} is another’s`;
      return missed('owner', says, 'Its owner, or an admin, can ask for it.');
    }),

  lock: (question) =>
    judge(question, ({ name, lockedBy }) => {
      if (lockedBy === undefined || lockedBy === question.actor.id || isAdmin(question))
        return null;
      return missed('lock', `The deployment ${name} is locked`, 'Who locked it can say /unlock.');
    }),

  possible: (question) =>
    judge(question, ({ problem }) => {
      return problem === null ? null : missed('possible', problem, 'Say /help to see the forms.');
    }),
} satisfies Record<string, Clause>;

function judge(
  { subject }: Question,
  by: (subject: DeploymentSubject) => Condition | null,
): Condition | null {
  return subject.kind === 'known' && subject.value.kind === 'deployment' ? by(subject.value) : null;
}
