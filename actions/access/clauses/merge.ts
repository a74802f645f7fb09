import { met, missed, type Condition } from '../check-list.ts';
import type { Clause } from '../authorise.ts';
import type { MergeSubject, Question } from '../question.ts';
import { isAdmin } from '../is-admin.ts';

/** Whether this head of this pull request may become part of `main`. */
export const mergeClauses = {
  open: (question) =>
    judge(question, ({ state, isDraft }) => {
      if (state !== 'open') return missed('open', 'It is closed already', 'Open another.');
      if (isDraft) return missed('open', 'It is a draft', 'Wait until the result is there.');
      return null;
    }),

  scope: (question) =>
    judge(question, ({ changes }) => {
      if (changes.kind === 'modules' || changes.kind === 'deployment') return null;
      const why = changes.kind === 'other' ? `touches ${changes.paths[0]}` : describe(changes);
      const says = `It ${why}: only changes to modules, or to one deployment, are merged this way`;
      return missed('scope', says, 'An admin can review and merge it by hand.');
    }),

  maintainer: (question) =>
    judge(question, ({ folders }) => {
      if (isAdmin(question)) return null;
      const other = folders.find(({ maintainers }) => {
        return maintainers === null || !maintainers.includes(question.actor.id);
      });
      if (other === undefined) return met('maintainer', 'You maintain every folder it touches');
      const says =
        other.maintainers === null
          ? `modules/${other.id} is new: an admin merges it, then its maintainers own it`
          : `You do not maintain modules/${other.id}`;
      return missed('maintainer', says, 'An admin, or a maintainer of it, can say /merge.');
    }),

  deployment: (question) =>
    judge(question, ({ deploymentOwner, deploymentLockedBy, newDeployment }) => {
      if (deploymentOwner === undefined || isAdmin(question)) return null;
      const { id } = question.actor;
      if (deploymentLockedBy !== undefined && deploymentLockedBy !== id) {
        return missed('deployment', 'The deployment is locked', 'Who locked it can say /unlock.');
      }
      const isNewAndOwn = newDeployment?.ownerId === id && newDeployment.askerId === id;
      if (deploymentOwner === null ? isNewAndOwn : deploymentOwner === id) {
        return met('deployment', 'The deployment is yours');
      }
      return missed('deployment', 'The deployment is somebody else’s', 'Its owner can say /merge.');
    }),

  records: (question) =>
    judge(question, ({ folders }) => {
      const forged = folders.find(({ touchesRecords, isResult }) => touchesRecords && !isResult);
      if (forged === undefined) return null;
      const says = `It changes receipts or reports of modules/${forged.id}, which only runs of ours write`;
      return missed('records', says, 'Take them out; /retrain and /benchmark write them.');
    }),

  golden: (question) =>
    judge(question, ({ folders }) => {
      if (isAdmin(question)) return null;
      const changed = folders.find(({ touchesGolden }) => touchesGolden);
      if (changed === undefined) return null;
      const says = `It changes modules/${changed.id}/golden.json, which says what works`;
      return missed('golden', says, 'An admin can say /merge.');
    }),

  check: (question) =>
    judge(question, ({ check }) => {
      if (check?.isGreen === true) return met('check', 'The check of this head is green');
      const says =
        check === null
          ? 'There is no check of this head'
          : check.endedAt === null
            ? 'The check of this head has not ended'
            : 'The check of this head is red';
      return missed('check', says, 'Wait for it, or mend what it names.');
    }),

  head: (question) =>
    judge(question, ({ head, namedHead, check }) => {
      if (namedHead !== undefined) {
        if (head.startsWith(namedHead)) return null;
        return missed('head', `The head is ${head.slice(0, 7)} by now`, 'Look again, then /merge.');
      }
      const { at } = question.said;
      const saidMs = at.kind === 'known' ? Date.parse(at.value) : NaN;
      // GitHub tells whole seconds: of one and the same nobody knows which was first
      if (check?.endedAt != null && Date.parse(check.endedAt) < saidMs) return null;
      const says =
        'The head was not checked yet when you wrote: something may have been pushed since';
      return missed('head', says, 'Look at it as it is now, then say /merge again.');
    }),
} satisfies Record<string, Clause>;

function judge(
  { subject }: Question,
  by: (subject: MergeSubject) => Condition | null,
): Condition | null {
  return subject.kind === 'known' && subject.value.kind === 'merge' ? by(subject.value) : null;
}

function describe(
  changes: Exclude<MergeSubject['changes'], { kind: 'modules' | 'deployment' | 'other' }>,
): string {
  return changes.kind === 'request'
    ? 'is a request for a training'
    : `cannot be judged (${changes.because})`;
}
