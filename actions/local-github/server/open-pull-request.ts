import { askForObject } from './ask-emulate.ts';
import { emitPullRequest } from './emit-pull-request.ts';
import { actorOf, repositoryOf, type Exchange } from './exchange.ts';
import { accountById, branchSha, findRepository } from './find.ts';
import { mergeForTest } from './follow-head.ts';
import { commitsBetween } from './git/history.ts';
import { HttpError } from './http-error.ts';
import { pullRequestJson } from './pull-request-json.ts';
import type { PullRequestRecord } from './pull-request.ts';
import { optionalFlag, optionalText, requiredText } from './read-body.ts';
import type { Repository } from './repository.ts';
import { isAtLeast, roleIn } from './role.ts';
import { nextNumber, timestamp, type State } from './state.ts';

/** Opens a pull request: an issue of emulate holds its text, we hold its sides. */
export async function openPullRequest(exchange: Exchange): Promise<Record<string, unknown>> {
  const { state, principal, body } = exchange;
  const base = repositoryOf(exchange);
  if (principal.kind === 'job' && !base.settings.mayApprovePullRequests) {
    throw new HttpError(403, 'GitHub Actions is not permitted to create or approve pull requests.');
  }
  const head = headOf(exchange, requiredText(body, 'head'));
  const baseBranch = requiredText(body, 'base');
  const baseSha = branchSha(base, baseBranch);
  if (baseSha === null) throw validationFailed('base', 'invalid');
  refuseUseless(base, { head, baseBranch, baseSha });
  const account = actorOf(exchange);
  const issue = await askForObject(state, {
    method: 'POST',
    path: '/issues',
    repository: base,
    account,
    body: { title: requiredText(body, 'title'), body: optionalText(body, 'body') ?? null },
  });
  const given = { number: Number(issue.number), author: account, baseBranch, baseSha };
  const record = newRecord(exchange, head, given);
  base.pullRequests.set(record.number, record);
  mergeForTest(base, record);
  await emitPullRequest(state, { principal, base, record, action: 'opened' });
  return pullRequestJson(state, base, record);
}

function newRecord(
  { state, body }: Exchange,
  head: Head,
  given: { number: number; author: number; baseBranch: string; baseSha: string },
): PullRequestRecord {
  const { repository, branch, sha } = head;
  return {
    number: given.number,
    id: nextNumber(state, 'pull request', 1001),
    author: given.author,
    head: { repository: repository.id, branch, owner: repository.owner },
    base: { branch: given.baseBranch },
    isDraft: optionalFlag(body, 'draft') ?? false,
    state: 'open',
    headSha: sha,
    baseSha: given.baseSha,
    testMergeSha: null,
    merged: null,
    createdAt: timestamp(state),
  };
}

interface Head {
  readonly repository: Repository;
  readonly branch: string;
  readonly sha: string;
}

/** `branch`, or `owner:branch` of a fork. Opening one needs write to where the branch lies. */
function headOf(exchange: Exchange, text: string): Head {
  const { state, principal } = exchange;
  const base = repositoryOf(exchange);
  const [branch = '', owner] = text.split(':').reverse();
  const repository = owner === undefined ? base : forkOf(state, base, owner);
  const sha = repository ? branchSha(repository, branch) : null;
  if (!repository || sha === null) throw validationFailed('head', 'invalid');
  const mayOpen =
    principal.kind !== 'person' || isAtLeast(roleIn(state, principal.account, repository), 'write');
  if (!mayOpen) throw new HttpError(403, 'Must have write rights to the head repository.');
  return { repository, branch, sha };
}

function forkOf(state: State, base: Repository, owner: string): Repository | undefined {
  const named = findRepository(state, `${owner}/${base.name}`);
  if (named?.objects === base.objects) return named;
  return [...state.repositories.values()].find(
    (repository) =>
      repository.objects === base.objects &&
      accountById(state, repository.owner).login.toLowerCase() === owner.toLowerCase(),
  );
}

function refuseUseless(
  base: Repository,
  { head, baseBranch, baseSha }: { head: Head; baseBranch: string; baseSha: string },
): void {
  if (commitsBetween(base.objects, baseSha, head.sha).length === 0) {
    throw validationFailed('head', `No commits between ${baseBranch} and ${head.branch}`);
  }
  const isOpen = [...base.pullRequests.values()].some(
    (record) =>
      record.state === 'open' &&
      record.head.repository === head.repository.id &&
      record.head.branch === head.branch &&
      record.base.branch === baseBranch,
  );
  if (isOpen) throw validationFailed('head', `A pull request already exists for ${head.branch}.`);
}

function validationFailed(field: string, message: string): HttpError {
  const errors = [{ resource: 'PullRequest', field, code: 'custom', message }];
  return new HttpError(422, 'Validation Failed', { details: { errors } });
}
