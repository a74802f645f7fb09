import { actorPrincipal } from './actor-principal.ts';
import { emitSchedule } from './emit-schedule.ts';
import { accountById, fullNameOf, requireAccount, requireRepository } from './find.ts';
import { forkRepository } from './fork-repository.ts';
import { HttpError } from './http-error.ts';
import type { IssueForm, LocalGitHub, PushOrder } from './local-github.ts';
import { moveReference } from './move-reference.ts';
import { openIssue } from './open-issue.ts';
import { isAtLeast, roleIn } from './role.ts';
import type { State } from './state.ts';
import { writeCommit } from './write-commit.ts';

type Deeds = Pick<LocalGitHub, 'pushFiles' | 'fork' | 'submitIssueForm' | 'emitSchedule'>;

/** What people do with Git and in the browser, and what time does. */
export function deedsOn(state: State): Deeds {
  return {
    pushFiles: (order) => pushFiles(state, order),
    async fork(login, name) {
      const parent = requireRepository(state, name);
      const owner = requireAccount(state, login).id;
      return fullNameOf(state, await forkRepository(state, { parent, owner }));
    },
    submitIssueForm: (login, name, form) => submitIssueForm(state, { login, name, form }),
    emitSchedule: (repository, text) =>
      emitSchedule(state, requireRepository(state, repository), text),
  };
}

async function submitIssueForm(
  state: State,
  { login, name, form }: { login: string; name: string; form: IssueForm },
): Promise<number> {
  const repository = requireRepository(state, name);
  const principal = actorPrincipal(state, login);
  const { title, body, labels } = form;
  const issue = await openIssue(state, { principal, repository, body: { title, body, labels } });
  return Number(issue.number);
}

async function pushFiles(state: State, order: PushOrder): Promise<string> {
  const { branch, files, message = 'Change files', isForced = false } = order;
  const principal = actorPrincipal(state, order.login);
  const repository = requireRepository(state, order.repository);
  if (!isAtLeast(roleIn(state, principal.account, repository), 'write')) {
    const { login } = accountById(state, principal.account);
    throw new HttpError(403, `Permission to ${order.repository} denied to ${login}.`);
  }
  const author = principal.account;
  const to = writeCommit(state, { repository, branch, author, message, files });
  const reference = `refs/heads/${branch}`;
  await moveReference(state, { principal, repository, reference, to, isForced, refusedWith: 422 });
  return to;
}
