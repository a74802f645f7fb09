import { askForObject } from './ask-emulate.ts';
import { requireCommit, signatureOf } from './commit-json.ts';
import { emitPullRequest } from './emit-pull-request.ts';
import { actorOf, repositoryOf, type Exchange } from './exchange.ts';
import { branchSha } from './find.ts';
import { mergeTrees } from './git/merge.ts';
import { putCommit } from './git/objects.ts';
import { HttpError } from './http-error.ts';
import type { JsonObject } from './json.ts';
import { enforceMergeRules } from './merge-rules.ts';
import { moveReference } from './move-reference.ts';
import type { PullRequestRecord } from './pull-request.ts';
import { optionalText } from './read-body.ts';
import type { Repository } from './repository.ts';
import { timestamp } from './state.ts';

/** Merges by `merge` or `squash`; `sha` binds it to the head that was looked at. */
export async function mergePullRequest(exchange: Exchange, record: PullRequestRecord) {
  const { state, principal } = exchange;
  const base = repositoryOf(exchange);
  const account = actorOf(exchange);
  const reference = `refs/heads/${record.base.branch}`;
  const issue = await askForObject(state, {
    method: 'GET',
    path: `/issues/${record.number}`,
    repository: base,
    account: state.app.bot.id,
  });
  enforceMergeRules(state, { principal, repository: base, record });
  const sha = commitMerge(exchange, record, issue);
  const move = { principal, repository: base, reference, to: sha, refusedWith: 405, isMerge: true };
  const before = { state: record.state, baseSha: record.baseSha };
  // Ended first: moving the base must not make a test merge of it again.
  Object.assign(record, { state: 'closed', baseSha: branchSha(base, record.base.branch) });
  try {
    await moveReference(state, move);
  } catch (error) {
    Object.assign(record, before);
    throw error;
  }
  record.merged = { at: timestamp(state), by: account, sha };
  await askForObject(state, {
    method: 'PATCH',
    path: `/issues/${record.number}`,
    repository: base,
    account,
    body: { state: 'closed' },
  });
  await emitPullRequest(state, { principal, base, record, action: 'closed' });
  return { sha, merged: true, message: 'Pull Request successfully merged' };
}

function commitMerge(exchange: Exchange, record: PullRequestRecord, issue: JsonObject): string {
  const { state, body } = exchange;
  const base = repositoryOf(exchange);
  const tip = refuseUnmergeable(base, record, optionalText(body, 'sha'));
  const tree = mergeTrees(base.objects, tip, record.headSha);
  if (tree === null) throw new HttpError(405, 'Pull Request is not mergeable');
  const isSquash = optionalText(body, 'merge_method') === 'squash';
  const author = signatureOf(state, isSquash ? record.author : actorOf(exchange));
  const { date } = signatureOf(state, record.author);
  return putCommit(base.objects, {
    tree,
    parents: isSquash ? [tip] : [tip, record.headSha],
    message: messageOf(body, record, String(issue.title)),
    author,
    committer: { name: 'GitHub', email: 'noreply@github.com', date },
  });
}

/** Answers the commit it is to be merged onto. */
function refuseUnmergeable(
  base: Repository,
  record: PullRequestRecord,
  expected: string | undefined,
): string {
  const tip = branchSha(base, record.base.branch);
  if (record.state === 'closed' || tip === null) {
    throw new HttpError(405, 'Pull Request is not mergeable');
  }
  if (record.isDraft) throw new HttpError(405, 'Pull Request is still a draft');
  if (expected !== undefined && expected !== record.headSha) {
    throw new HttpError(409, 'Head branch was modified. Review and try the merge again.');
  }
  requireCommit(base, record.headSha);
  return tip;
}

function messageOf(body: JsonObject, { number }: PullRequestRecord, title: string): string {
  const first = optionalText(body, 'commit_title') ?? `${title} (#${number})`;
  const rest = optionalText(body, 'commit_message');
  return rest ? `${first}\n\n${rest}` : first;
}
