import { accountJson, nodeId } from '../account.ts';
import { askForObject } from '../ask-emulate.ts';
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
import { accountById } from '../find.ts';
import { invalid, notFound } from '../http-error.ts';
import { listReply } from '../pages.ts';
import { reactionContents, reactionsOn } from '../reactions-json.ts';
import { requiredText } from '../read-body.ts';
import { nextNumber, timestamp, type Reaction, type State } from '../state.ts';

const issues = '/repos/{owner}/{repo}/issues';

export const reactionsRoutes: Routes = {
  ...routesOf(`${issues}/{issue_number}/reactions`, 'issue', 'issue_number'),
  ...routesOf(`${issues}/comments/{comment_id}/reactions`, 'comment', 'comment_id'),
};

function routesOf(path: string, kind: Reaction['subject']['kind'], name: string): Routes {
  const subjectOf = (exchange: Exchange) => ({ kind, id: numberParameter(exchange, name) });
  return {
    [`GET ${path}`]: (exchange) => list(exchange, subjectOf(exchange)),
    [`POST ${path}`]: (exchange) => react(exchange, subjectOf(exchange)),
    [`DELETE ${path}/{reaction_id}`]: remove,
  };
}

function list(exchange: Exchange, subject: Reaction['subject']): Reply {
  const { state } = exchange;
  return listReply(
    exchange,
    reactionsOn(state, repositoryOf(exchange), subject).map((one) => reactionJson(state, one)),
  );
}

/** The same reaction given twice is one: 200 where it was there. */
async function react(exchange: Exchange, subject: Reaction['subject']): Promise<Reply> {
  const { state, body } = exchange;
  const repository = repositoryOf(exchange);
  const content = requiredText(body, 'content');
  if (!reactionContents.some((known) => known === content)) {
    throw invalid(`${content} is not a reaction`, 'content');
  }
  const path =
    subject.kind === 'issue' ? `/issues/${subject.id}` : `/issues/comments/${subject.id}`;
  await askForObject(state, { method: 'GET', path, repository, account: state.app.bot.id });
  const account = actorOf(exchange);
  const known = reactionsOn(state, repository, subject).find(
    (one) => one.account === account && one.content === content,
  );
  if (known) return ok(reactionJson(state, known));
  const id = nextNumber(state, 'reaction');
  const createdAt = timestamp(state);
  const reaction = { id, repository: repository.id, subject, account, content, createdAt };
  state.reactions.push(reaction);
  return created(reactionJson(state, reaction));
}

function remove(exchange: Exchange): Reply {
  const { state } = exchange;
  const id = numberParameter(exchange, 'reaction_id');
  const account = actorOf(exchange);
  const index = state.reactions.findIndex((one) => one.id === id && one.account === account);
  if (index === -1) throw notFound();
  state.reactions.splice(index, 1);
  return noContent();
}

function reactionJson(state: State, { id, account, content, createdAt }: Reaction) {
  return {
    id,
    node_id: nodeId('Reaction', id),
    user: accountJson(accountById(state, account), state.url),
    content,
    created_at: createdAt,
  };
}
