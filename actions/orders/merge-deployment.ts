import { authorise, type Authorise } from '../access/authorise.ts';
import { learn } from '../access/known.ts';
import type { Question } from '../access/question.ts';
import { readAccess } from '../access/read-access.ts';
import { isVerb } from '../commands/grammar.ts';
import type { PullRequest } from '../github/entities.ts';
import { readRecords } from '../records/read-records.ts';
import { learnPerson } from './asker.ts';
import { mainBranch, type Control } from './control.ts';
import { readDeployment } from './subjects/deployment-file.ts';
import { deploymentBranch } from './work/change-deployment.ts';
import { mergeHead } from './work/merge-head.ts';

/**
 * Merges a change of a deployment that the bot made for somebody, if they may still ask for it: between
 * their order and the green check they may have lost their role, or the deployment its owner.
 * @returns what came of it, in Markdown
 * @throws Failure GITHUB_FAILED
 */
export async function mergeDeployment(
  control: Control,
  { pull, name }: { readonly pull: PullRequest; readonly name: string },
  judge: Authorise = authorise,
): Promise<string> {
  const { catalogue } = control;
  const { log } = await readRecords(catalogue);
  const lines = log.decision.filter(({ source, isAllowed }) => {
    return isAllowed && deploymentBranch(name, source) === pull.head.branch;
  });
  const [order] = lines;
  if (order === undefined || !isVerb(order.verb)) {
    return `#${pull.number} is no change that somebody asked for.`;
  }
  const made = lines.findLast(({ subject, head }) => subject === name && head !== undefined);
  if (made?.head !== pull.head.sha) {
    await catalogue.updatePullRequest(pull.number, { state: 'closed' });
    return `#${pull.number} was closed: somebody else than the bot pushed to its branch. Ask for the change again.`;
  }
  const base = (await catalogue.getBranch(mainBranch)) ?? pull.base.sha;
  const access = await learn(() => readAccess(catalogue, base));
  const person = await learnPerson(catalogue, order.actorId, access);
  const file = await learn(() => readDeployment(catalogue, name, base));
  const question: Question = {
    ...{ verb: order.verb, access, ...person },
    actor: { id: order.actorId, login: order.actor, type: 'User' },
    said: { at: { kind: 'known', value: order.at }, isEdited: false },
    now: control.clock.now(),
    recentOrders: { kind: 'known', value: 0 },
    subject:
      file.kind === 'unknown'
        ? file
        : { kind: 'known', value: subjectOf(order.verb, name, file.value?.deployment) },
  };
  const { isAllowed, conditions } = judge(question);
  if (isAllowed) return mergeHead(control, pull);
  await catalogue.updatePullRequest(pull.number, { state: 'closed' });
  const missing = conditions.filter(({ isMet }) => !isMet).map(({ says }) => says);
  return `#${pull.number} was closed: ${missing.join('; ')}.`;
}

function subjectOf(
  verb: Question['verb'],
  name: string,
  now: { owner: { id: number }; lock?: { id: number } } | undefined,
): Extract<Question['subject'], { kind: 'known' }>['value'] {
  if (verb === 'stop-all') return { kind: 'nothing' };
  return {
    kind: 'deployment',
    name,
    ownerId: now?.owner.id ?? null,
    ...(now?.lock !== undefined && { lockedBy: now.lock.id }),
    problem: null,
  };
}
