import { accountJson, nodeId } from './account.ts';
import { askForObject } from './ask-emulate.ts';
import { associationOf } from './association.ts';
import { accountById, branchSha, fullNameOf } from './find.ts';
import { diffFiles, type FileDifference } from './git/diff.ts';
import { filesOf } from './git/files.ts';
import { commitsBetween, mergeBase } from './git/history.ts';
import { patchOf } from './git/patch.ts';
import type { JsonObject } from './json.ts';
import type { PullRequestRecord } from './pull-request.ts';
import { repositoryJson } from './repository-json.ts';
import type { Repository } from './repository.ts';
import type { State } from './state.ts';

/** A pull request as `GET /pulls/{number}` has it; its text is that of the issue of its number. */
export async function pullRequestJson(
  state: State,
  base: Repository,
  record: PullRequestRecord,
  known?: JsonObject,
): Promise<Record<string, unknown>> {
  const account = state.app.bot.id;
  const question = { method: 'GET', path: `/issues/${record.number}`, repository: base, account };
  const issue = known ?? (await askForObject(state, question));
  return {
    ...urlsOf(state, base, record),
    ...conversationOf(issue),
    id: record.id,
    node_id: nodeId('PullRequest', record.id),
    number: record.number,
    state: record.state,
    user: accountJson(accountById(state, record.author), state.url),
    merged_at: record.merged?.at ?? null,
    merge_commit_sha: record.merged?.sha ?? record.testMergeSha,
    requested_reviewers: [],
    requested_teams: [],
    draft: record.isDraft,
    head: headJson(state, record),
    base: sideJson(state, base, { branch: record.base.branch, sha: record.baseSha }),
    author_association: associationOf(state, record.author, base),
    auto_merge: null,
    ...mergeStateOf(state, record),
    ...countsOf(base, record),
    maintainer_can_modify: false,
  };
}

/** What a pull request changes, from where it left its base. */
export function changesOf(base: Repository, record: PullRequestRecord): readonly FileDifference[] {
  const { objects } = base;
  const from = mergeBase(objects, comparedWith(base, record), record.headSha);
  return diffFiles(filesOf(objects, from), filesOf(objects, record.headSha));
}

export function commitsOf(base: Repository, record: PullRequestRecord): readonly string[] {
  return commitsBetween(base.objects, comparedWith(base, record), record.headSha).reverse();
}

/** The base branch as it is, or as it was when the pull request ended. */
function comparedWith(base: Repository, record: PullRequestRecord): string {
  const tip = record.state === 'open' ? branchSha(base, record.base.branch) : null;
  return tip ?? record.baseSha;
}

function conversationOf(issue: JsonObject) {
  const { title, body, labels, assignee, assignees, milestone, locked, comments } = issue;
  const { created_at, updated_at, closed_at, active_lock_reason } = issue;
  return {
    ...{ title, body, labels, assignee, assignees, milestone, locked, comments },
    ...{ created_at, updated_at, closed_at, active_lock_reason },
  };
}

function mergeStateOf(state: State, record: PullRequestRecord) {
  const isMergeable = record.testMergeSha !== null;
  return {
    merged: record.merged !== null,
    mergeable: record.state === 'open' ? isMergeable : null,
    rebaseable: record.state === 'open' ? isMergeable : null,
    mergeable_state: !isMergeable ? 'dirty' : record.isDraft ? 'draft' : 'clean',
    merged_by: record.merged ? accountJson(accountById(state, record.merged.by), state.url) : null,
  };
}

function countsOf(base: Repository, record: PullRequestRecord) {
  const reviewComments = base.reviews
    .filter(({ pullRequest }) => pullRequest === record.number)
    .flatMap(({ comments }) => comments);
  const changes = changesOf(base, record);
  const patches = changes.map((change) => patchOf(base.objects, change));
  return {
    review_comments: reviewComments.length,
    commits: commitsOf(base, record).length,
    additions: patches.reduce((sum, { additions }) => sum + additions, 0),
    deletions: patches.reduce((sum, { deletions }) => sum + deletions, 0),
    changed_files: changes.length,
  };
}

function headJson(state: State, { head, headSha }: PullRequestRecord) {
  const repository = state.repositories.get(head.repository);
  const side = { branch: head.branch, sha: headSha };
  if (repository) return sideJson(state, repository, side);
  const owner = accountById(state, head.owner);
  const label = `${owner.login}:${head.branch}`;
  const user = accountJson(owner, state.url);
  return { label, ref: head.branch, sha: headSha, user, repo: null };
}

function sideJson(
  state: State,
  repository: Repository,
  { branch, sha }: { branch: string; sha: string },
) {
  const owner = accountById(state, repository.owner);
  return {
    label: `${owner.login}:${branch}`,
    ref: branch,
    sha,
    user: accountJson(owner, state.url),
    repo: repositoryJson(state, repository),
  };
}

function urlsOf(state: State, base: Repository, { number, headSha }: PullRequestRecord) {
  const fullName = fullNameOf(state, base);
  const api = `${state.url}/repos/${fullName}`;
  const html = `${state.url}/${fullName}/pull/${number}`;
  const urls = {
    url: `${api}/pulls/${number}`,
    html_url: html,
    issue_url: `${api}/issues/${number}`,
    commits_url: `${api}/pulls/${number}/commits`,
    review_comments_url: `${api}/pulls/${number}/comments`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    comments_url: `${api}/issues/${number}/comments`,
    statuses_url: `${api}/statuses/${headSha}`,
  };
  return {
    ...urls,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    _links: {
      self: { href: urls.url },
      html: { href: html },
      issue: { href: urls.issue_url },
      comments: { href: urls.comments_url },
      review_comments: { href: urls.review_comments_url },
      review_comment: { href: urls.review_comment_url },
      commits: { href: urls.commits_url },
      statuses: { href: urls.statuses_url },
    },
  };
}
