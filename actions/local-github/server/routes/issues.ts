import { askForObject } from '../ask-emulate.ts';
import { updateConversation } from '../update-conversation.ts';
import {
  created,
  numberParameter,
  ok,
  repositoryOf,
  type Exchange,
  type Reply,
  type Routes,
} from '../exchange.ts';
import { notFound } from '../http-error.ts';
import { issueJson } from '../issue-json.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { listAll } from '../list-all.ts';
import { openIssue } from '../open-issue.ts';
import { listReply } from '../pages.ts';
import { askerMay } from '../asker-may.ts';

const issues = '/repos/{owner}/{repo}/issues';

export const issuesRoutes: Routes = {
  [`GET ${issues}`]: listIssues,
  [`POST ${issues}`]: createIssue,
  [`GET ${issues}/{issue_number}`]: readIssue,
  [`PATCH ${issues}/{issue_number}`]: updateIssue,
  [`POST ${issues}/{issue_number}/labels`]: changeLabels,
  [`PUT ${issues}/{issue_number}/labels`]: changeLabels,
  [`DELETE ${issues}/{issue_number}/labels/{name}`]: changeLabels,
};

async function listIssues(exchange: Exchange): Promise<Reply> {
  const { state } = exchange;
  const repository = repositoryOf(exchange);
  const query = new URLSearchParams(exchange.query);
  query.delete('page');
  query.delete('per_page');
  const all = await listAll(state, repository, `/issues?${query}`);
  return listReply(
    exchange,
    all.map((issue) => issueJson(state, repository, issue)),
  );
}

async function createIssue(exchange: Exchange): Promise<Reply> {
  const { state, principal, body } = exchange;
  const repository = repositoryOf(exchange);
  const mayLabel = askerMay(exchange, 'triage', { issues: 'write' });
  const { labels: _labels, assignees: _assignees, milestone: _milestone, ...plain } = body;
  const order = mayLabel ? body : plain;
  return created(await openIssue(state, { principal, repository, body: order }));
}

async function readIssue(exchange: Exchange): Promise<Reply> {
  const { state } = exchange;
  const repository = repositoryOf(exchange);
  return ok(issueJson(state, repository, await issueNow(exchange)));
}

async function updateIssue(exchange: Exchange): Promise<Reply> {
  const { state, principal, body } = exchange;
  const repository = repositoryOf(exchange);
  const number = numberParameter(exchange, 'issue_number');
  const mayLabel = askerMay(exchange, 'triage', { issues: 'write' });
  const { labels: _labels, assignees: _assignees, milestone: _milestone, ...plain } = body;
  const change = mayLabel ? body : plain;
  const issue = await updateConversation(state, { principal, repository, number, change });
  return ok(issue);
}

/** Through emulate, as a change of the whole list, so that what is new is told. */
async function changeLabels(exchange: Exchange): Promise<Reply> {
  const { state, principal, operation, body, params } = exchange;
  const repository = repositoryOf(exchange);
  const before = await issueNow(exchange);
  const known = namesOf(before.labels);
  const given = namesOf(body.labels);
  const [method = ''] = operation.split(' ');
  if (method === 'DELETE' && !known.includes(params.name ?? '')) throw notFound();
  const labels =
    method === 'POST'
      ? [...new Set([...known, ...given])]
      : method === 'PUT'
        ? given
        : known.filter((name) => name !== params.name);
  const number = Number(before.number);
  const issue = await updateConversation(state, {
    principal,
    repository,
    number,
    change: { labels },
  });
  return ok(issue.labels);
}

function namesOf(labels: unknown): readonly string[] {
  if (!Array.isArray(labels)) return [];
  return labels.map((label: unknown) => (isJsonObject(label) ? String(label.name) : String(label)));
}

async function issueNow(exchange: Exchange): Promise<JsonObject> {
  const { state, params } = exchange;
  const repository = repositoryOf(exchange);
  const path = `/issues/${params.issue_number}`;
  return askForObject(state, { method: 'GET', path, repository, account: state.app.bot.id });
}
