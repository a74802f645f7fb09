import { askEmulate, askForObject, refusal } from '../ask-emulate.ts';
import { askerMay } from '../asker-may.ts';
import { refusedToIntegration } from '../authorise-request.ts';
import { emit } from '../emit.ts';
import {
  actorOf,
  created,
  noContent,
  numberParameter,
  ok,
  repositoryOf,
  type Exchange,
  type Reply,
  type Routes,
} from '../exchange.ts';
import { HttpError } from '../http-error.ts';
import { authorOf, commentJson, issueJson, issueOf } from '../issue-json.ts';
import type { JsonObject } from '../json.ts';
import { listAll } from '../list-all.ts';
import { listReply } from '../pages.ts';
import { isGranted } from '../permissions.ts';
import { requiredText } from '../read-body.ts';

const issues = '/repos/{owner}/{repo}/issues';
/** GitHub takes no longer text. */
const longestBody = 65_536;

export const commentsRoutes: Routes = {
  [`GET ${issues}/{issue_number}/comments`]: (exchange) =>
    list(exchange, `/issues/${numberParameter(exchange, 'issue_number')}/comments`),
  [`GET ${issues}/comments/{comment_id}`]: async (exchange) =>
    ok(commentJson(exchange.state, repositoryOf(exchange), await commentNow(exchange))),
  [`POST ${issues}/{issue_number}/comments`]: create,
  [`PATCH ${issues}/comments/{comment_id}`]: update,
  [`DELETE ${issues}/comments/{comment_id}`]: remove,
};

async function list(exchange: Exchange, path: string): Promise<Reply> {
  const { state } = exchange;
  const repository = repositoryOf(exchange);
  const all = await listAll(state, repository, path);
  return listReply(
    exchange,
    all.map((comment) => commentJson(state, repository, comment)),
  );
}

async function create(exchange: Exchange): Promise<Reply> {
  const { state } = exchange;
  const repository = repositoryOf(exchange);
  const number = numberParameter(exchange, 'issue_number');
  refuseByKind(exchange, number);
  const issue = await issueNow(exchange, number);
  const comment = await askForObject(state, {
    method: 'POST',
    path: `/issues/${number}/comments`,
    repository,
    account: actorOf(exchange),
    body: { body: textOf(exchange) },
  });
  return created(tell(exchange, { comment, issue, action: 'created' }));
}

async function update(exchange: Exchange): Promise<Reply> {
  const { state } = exchange;
  const repository = repositoryOf(exchange);
  const before = await ownOrMaintained(exchange);
  const comment = await askForObject(state, {
    method: 'PATCH',
    path: `/issues/comments/${before.id}`,
    repository,
    account: actorOf(exchange),
    body: { body: textOf(exchange) },
  });
  const issue = await issueNow(exchange, issueOf(before));
  const extra = { changes: { body: { from: before.body } } };
  return ok(tell(exchange, { comment, issue, action: 'edited', extra }));
}

async function remove(exchange: Exchange): Promise<Reply> {
  const { state } = exchange;
  const repository = repositoryOf(exchange);
  const comment = await ownOrMaintained(exchange);
  const issue = await issueNow(exchange, issueOf(comment));
  const path = `/issues/comments/${comment.id}`;
  const question = { method: 'DELETE', path, repository, account: actorOf(exchange) };
  const { status, json } = await askEmulate(state, question);
  if (status >= 400) throw refusal(status, json);
  tell(exchange, { comment, issue, action: 'deleted' });
  return noContent();
}

/** A token with only `pull-requests` reaches no plain issue; GitHub lists both as alternatives. */
function refuseByKind({ principal, ...exchange }: Exchange, number: number): void {
  if (principal.kind !== 'job' && principal.kind !== 'app') return;
  const isPullRequest = exchange.repository?.pullRequests.has(number) ?? false;
  if (isPullRequest || isGranted(principal.permissions, [{ issues: 'write' }])) return;
  throw refusedToIntegration('issues=write');
}

/** The comment, if whoever asks wrote it or may write to the repository. */
async function ownOrMaintained(exchange: Exchange): Promise<JsonObject> {
  const comment = await commentNow(exchange);
  refuseByKind(exchange, issueOf(comment));
  const isOwn = authorOf(comment) === actorOf(exchange);
  if (!isOwn && !askerMay(exchange, 'write', {})) {
    throw new HttpError(403, 'Must have write rights to Repository.');
  }
  return comment;
}

function tell(
  exchange: Exchange,
  order: {
    readonly comment: JsonObject;
    readonly issue: JsonObject;
    readonly action: string;
    readonly extra?: Readonly<Record<string, unknown>>;
  },
): JsonObject {
  const { state, principal } = exchange;
  const repository = repositoryOf(exchange);
  const comment = commentJson(state, repository, order.comment);
  const issue = issueJson(state, repository, order.issue);
  emit(
    state,
    { principal, repository },
    { name: 'issue_comment', action: order.action, payload: { issue, comment, ...order.extra } },
  );
  return comment;
}

function textOf({ body }: Exchange): string {
  const text = requiredText(body, 'body');
  if (text.length > longestBody) {
    throw new HttpError(422, `Body is too long (maximum is ${longestBody} characters)`);
  }
  return text;
}

function commentNow(exchange: Exchange): Promise<JsonObject> {
  const path = `/issues/comments/${numberParameter(exchange, 'comment_id')}`;
  return read(exchange, path);
}

function issueNow(exchange: Exchange, number: number): Promise<JsonObject> {
  return read(exchange, `/issues/${number}`);
}

function read(exchange: Exchange, path: string): Promise<JsonObject> {
  const { state } = exchange;
  const repository = repositoryOf(exchange);
  return askForObject(state, { method: 'GET', path, repository, account: state.app.bot.id });
}
