import { accountJson, nodeId } from '../account.ts';
import { associationOf } from '../association.ts';
import { actorOf, ok, repositoryOf, type Exchange, type Reply, type Routes } from '../exchange.ts';
import { accountById, fullNameOf } from '../find.ts';
import { patchOf } from '../git/patch.ts';
import { HttpError, invalid } from '../http-error.ts';
import type { JsonObject } from '../json.ts';
import { listReply } from '../pages.ts';
import { changesOf } from '../pull-request-json.ts';
import type { PullRequestRecord, ReviewComment, ReviewRecord } from '../pull-request.ts';
import { objects, optionalText, requiredText } from '../read-body.ts';
import type { Repository } from '../repository.ts';
import { nextNumber, timestamp, type State } from '../state.ts';
import { recordOf } from './pull-requests.ts';

const pull = '/repos/{owner}/{repo}/pulls/{pull_number}';
const states = {
  APPROVE: 'APPROVED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
  COMMENT: 'COMMENTED',
} as const;

export const reviewsRoutes: Routes = {
  [`GET ${pull}/reviews`]: (exchange) => {
    const { state } = exchange;
    const repository = repositoryOf(exchange);
    return listReply(
      exchange,
      reviewsOf(exchange).map((review) => reviewJson(state, repository, review)),
    );
  },
  [`POST ${pull}/reviews`]: create,
  [`GET ${pull}/comments`]: (exchange) =>
    listReply(
      exchange,
      reviewsOf(exchange).flatMap((review) =>
        review.comments.map((comment) => reviewCommentJson(exchange, review, comment)),
      ),
    ),
};

function reviewsOf(exchange: Exchange): readonly ReviewRecord[] {
  const { number } = recordOf(exchange);
  return repositoryOf(exchange).reviews.filter(({ pullRequest }) => pullRequest === number);
}

function create(exchange: Exchange): Reply {
  const { state, body, principal } = exchange;
  const repository = repositoryOf(exchange);
  const record = recordOf(exchange);
  const author = actorOf(exchange);
  const given = stateOf(body);
  const isVerdict = given === 'APPROVED' || given === 'CHANGES_REQUESTED';
  if (isVerdict && author === record.author) {
    throw new HttpError(422, 'Can not approve or request changes on your own pull request');
  }
  if (isVerdict && principal.kind === 'job' && !repository.settings.mayApprovePullRequests) {
    throw new HttpError(422, 'GitHub Actions is not permitted to approve pull requests.');
  }
  const review: ReviewRecord = {
    id: nextNumber(state, 'review', 1),
    pullRequest: record.number,
    author,
    body: optionalText(body, 'body') ?? '',
    state: given,
    commit: optionalText(body, 'commit_id') ?? record.headSha,
    submittedAt: timestamp(state),
    comments: objects(body, 'comments').map((comment) => commentOf(exchange, record, comment)),
  };
  repository.reviews.push(review);
  return ok(reviewJson(state, repository, review));
}

function stateOf(body: JsonObject): ReviewRecord['state'] {
  const event = optionalText(body, 'event');
  if (event === undefined) return 'PENDING';
  if (event === 'APPROVE' || event === 'REQUEST_CHANGES' || event === 'COMMENT')
    return states[event];
  throw invalid(`${event} is not an event of a review`, 'event');
}

/** Only lines that the diff shows take a comment. */
function commentOf(
  exchange: Exchange,
  record: PullRequestRecord,
  comment: JsonObject,
): ReviewComment {
  const { objects: all } = repositoryOf(exchange);
  const path = requiredText(comment, 'path');
  const line = Number(comment.line);
  const change = changesOf(repositoryOf(exchange), record).find((one) => one.path === path);
  if (!change) throw new HttpError(422, 'Unprocessable Entity: Path could not be resolved');
  if (!patchOf(all, change).lines.has(line)) {
    throw new HttpError(422, 'Unprocessable Entity: Line could not be resolved');
  }
  return {
    id: nextNumber(exchange.state, 'review comment', 1),
    path,
    line,
    side: optionalText(comment, 'side') === 'LEFT' ? 'LEFT' : 'RIGHT',
    body: requiredText(comment, 'body'),
  };
}

function reviewJson(state: State, repository: Repository, review: ReviewRecord) {
  const fullName = fullNameOf(state, repository);
  const html = `${state.url}/${fullName}/pull/${review.pullRequest}#pullrequestreview-${review.id}`;
  const api = `${state.url}/repos/${fullName}/pulls/${review.pullRequest}`;
  return {
    id: review.id,
    node_id: nodeId('PullRequestReview', review.id),
    user: accountJson(accountById(state, review.author), state.url),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: api,
    author_association: associationOf(state, review.author, repository),
    _links: { html: { href: html }, pull_request: { href: api } },
    submitted_at: review.submittedAt,
    commit_id: review.commit,
  };
}

function reviewCommentJson(exchange: Exchange, review: ReviewRecord, comment: ReviewComment) {
  const { state } = exchange;
  const repository = repositoryOf(exchange);
  const fullName = fullNameOf(state, repository);
  const url = `${state.url}/repos/${fullName}/pulls/comments/${comment.id}`;
  const pullUrl = `${state.url}/repos/${fullName}/pulls/${review.pullRequest}`;
  const html = `${state.url}/${fullName}/pull/${review.pullRequest}#discussion_r${comment.id}`;
  return {
    url,
    id: comment.id,
    node_id: nodeId('PullRequestReviewComment', comment.id),
    pull_request_review_id: review.id,
    diff_hunk: '',
    path: comment.path,
    commit_id: review.commit,
    original_commit_id: review.commit,
    user: accountJson(accountById(state, review.author), state.url),
    body: comment.body,
    created_at: review.submittedAt,
    updated_at: review.submittedAt,
    html_url: html,
    pull_request_url: pullUrl,
    author_association: associationOf(state, review.author, repository),
    _links: { self: { href: url }, html: { href: html }, pull_request: { href: pullUrl } },
    line: comment.line,
    side: comment.side,
  };
}
