import { commitJson } from '../commit-json.ts';
import { emitPullRequest } from '../emit-pull-request.ts';
import {
  created,
  noContent,
  numberParameter,
  ok,
  parameter,
  repositoryOf,
  type Exchange,
  type Reply,
  type Routes,
} from '../exchange.ts';
import { fileChangesJson } from '../file-changes-json.ts';
import { accountById, branchSha } from '../find.ts';
import { HttpError, notFound } from '../http-error.ts';
import { listAll } from '../list-all.ts';
import { mergePullRequest } from '../merge-pull-request.ts';
import { openPullRequest } from '../open-pull-request.ts';
import { listReply } from '../pages.ts';
import { changesOf, commitsOf, pullRequestJson } from '../pull-request-json.ts';
import type { PullRequestRecord } from '../pull-request.ts';
import { optionalText } from '../read-body.ts';
import type { State } from '../state.ts';
import { updateConversation } from '../update-conversation.ts';
import { mergeForTest } from '../follow-head.ts';

const pulls = '/repos/{owner}/{repo}/pulls';
/** GitHub lists no more files of a pull request. */
const mostFiles = 3000;

export const pullRequestsRoutes: Routes = {
  [`GET ${pulls}`]: (exchange) => list(exchange, bySides(exchange)),
  [`GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls`]: (exchange) =>
    list(exchange, ({ headSha }) => headSha === parameter(exchange, 'commit_sha')),
  [`POST ${pulls}`]: async (exchange) => created(await openPullRequest(exchange)),
  [`GET ${pulls}/{pull_number}`]: async (exchange) =>
    ok(await pullRequestJson(exchange.state, repositoryOf(exchange), recordOf(exchange))),
  [`PATCH ${pulls}/{pull_number}`]: update,
  [`GET ${pulls}/{pull_number}/files`]: listFiles,
  [`GET ${pulls}/{pull_number}/commits`]: listCommits,
  [`PUT ${pulls}/{pull_number}/merge`]: async (exchange) =>
    ok(await mergePullRequest(exchange, recordOf(exchange))),
  [`GET ${pulls}/{pull_number}/merge`]: (exchange) => {
    if (!recordOf(exchange).merged) throw notFound();
    return noContent();
  },
};

export function recordOf(exchange: Exchange): PullRequestRecord {
  const number = numberParameter(exchange, 'pull_number');
  const record = repositoryOf(exchange).pullRequests.get(number);
  if (!record) throw notFound();
  return record;
}

/** By the query's `state`, `head` (`owner:branch`) and `base`. */
function bySides({ query, state }: Exchange): (record: PullRequestRecord) => boolean {
  const [wanted, head, base] = [query.get('state') ?? 'open', query.get('head'), query.get('base')];
  return (record) =>
    (wanted === 'all' || record.state === wanted) &&
    (head === null || head === headName(state, record)) &&
    (base === null || record.base.branch === base);
}

function headName(state: State, { head }: PullRequestRecord): string {
  return `${accountById(state, head.owner).login}:${head.branch}`;
}

async function list(
  exchange: Exchange,
  isWanted: (record: PullRequestRecord) => boolean,
): Promise<Reply> {
  const { state, query } = exchange;
  const repository = repositoryOf(exchange);
  const issues = await listAll(state, repository, '/issues?state=all');
  const byNumber = new Map(issues.map((issue) => [Number(issue.number), issue]));
  const records = [...repository.pullRequests.values()].filter(isWanted);
  if (query.get('direction') !== 'asc') records.reverse();
  const reply = listReply(exchange, records);
  const page = records.filter((record) => Array.isArray(reply.json) && reply.json.includes(record));
  const json = await Promise.all(
    page.map((record) => pullRequestJson(state, repository, record, byNumber.get(record.number))),
  );
  return { ...reply, json };
}

async function update(exchange: Exchange): Promise<Reply> {
  const { state, principal, body } = exchange;
  const repository = repositoryOf(exchange);
  const record = recordOf(exchange);
  if (body.state === 'open' && record.state === 'closed') refuseReopening(exchange, record);
  const { title, body: text, state: wanted } = body;
  const change = Object.fromEntries(
    Object.entries({ title, body: text, state: wanted }).filter(([, value]) => value !== undefined),
  );
  await updateConversation(state, { principal, repository, number: record.number, change });
  const base = optionalText(body, 'base');
  if (base !== undefined) await retarget(exchange, record, base);
  return ok(await pullRequestJson(state, repository, record));
}

async function retarget(
  exchange: Exchange,
  record: PullRequestRecord,
  base: string,
): Promise<void> {
  const { state, principal } = exchange;
  const repository = repositoryOf(exchange);
  const tip = branchSha(repository, base);
  if (tip === null) throw new HttpError(422, 'Validation Failed');
  const changes = { base: { ref: { from: record.base.branch } } };
  record.base.branch = base;
  record.baseSha = tip;
  mergeForTest(repository, record);
  const told = { principal, base: repository, record, action: 'edited', extra: { changes } };
  await emitPullRequest(state, told);
}

/** Only while its branch is there. */
function refuseReopening({ state }: Exchange, record: PullRequestRecord): void {
  const head = state.repositories.get(record.head.repository);
  if (head && branchSha(head, record.head.branch) !== null && !record.merged) return;
  throw new HttpError(422, 'Validation Failed');
}

function listFiles(exchange: Exchange): Reply {
  const { state } = exchange;
  const repository = repositoryOf(exchange);
  const record = recordOf(exchange);
  const changes = changesOf(repository, record).slice(0, mostFiles);
  const files = fileChangesJson(state, { repository, sha: record.headSha, changes });
  return listReply(exchange, files);
}

function listCommits(exchange: Exchange): Reply {
  const { state } = exchange;
  const repository = repositoryOf(exchange);
  const commits = commitsOf(repository, recordOf(exchange));
  return listReply(
    exchange,
    commits.map((sha) => commitJson(state, repository, sha)),
  );
}
