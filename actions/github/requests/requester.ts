import { Failure } from '@orangery/schemas';
import type { Octokit } from 'octokit';
import { RequestError } from 'octokit';
import { Answer } from './answer.ts';
import { createOctokit, type OctokitOrder } from './create-octokit.ts';
import { refusal } from './refusal.ts';

export type Parameters = Readonly<Record<string, unknown>>;

export interface Reply {
  readonly status: number;
  readonly answer: Answer;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  /** Of a request with `isStreamed`. */
  readonly body: unknown;
}

export interface RequestOptions {
  /** Statuses that are an outcome, not a failure, when GitHub's message says so: they come back as the reply. */
  readonly outcomes?: Outcomes;
  /** Whether it may be sent again after an error of the server or the network. Default: all but POST. */
  readonly isRepeatable?: boolean;
  readonly timeoutMs?: number;
  /** Gives the body as a stream. */
  readonly isStreamed?: boolean;
}

export type Outcomes = Readonly<Record<number, RegExp>>;

/** Whatever the message says. */
export const always = /^/;

/** Sends requests about one repository. */
export interface Requester {
  readonly owner: string;
  readonly repo: string;
  readonly apiUrl: string;
  /** @param route such as `GET /repos/{owner}/{repo}/issues/{issue_number}`; owner and repo are filled in */
  send(route: string, parameters?: Parameters, options?: RequestOptions): Promise<Reply>;
  /** Null for what is not there. */
  find(route: string, parameters?: Parameters): Promise<Answer | null>;
  /**
   * All pages.
   * @param key the field that holds the list, where the answer is an object
   * @throws Failure GITHUB_FAILED beyond the bound
   */
  list(route: string, parameters: Parameters, bound?: Bound): Promise<readonly Answer[]>;
}

export interface Bound {
  readonly key?: string;
  /** Of 100 each. */
  readonly mostPages?: number;
}

export interface RequesterOrder extends OctokitOrder {
  /** `owner/name`. */
  readonly repository: string;
  /** Whose token it is, in messages: `job report of report.yml`. */
  readonly job?: string;
}

/** Waits between tries are part of it. */
const defaultTimeoutMs = 120_000;
const pageSize = 100;
const defaultMostPages = 100;

/** Makes the one place that talks to GitHub: limits, retries, paging and what a refusal means. */
export function createRequester(order: RequesterOrder): Requester {
  const { repository, signal, job, apiUrl } = order;
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) {
    const message = `Repository: expected owner/name, found ${JSON.stringify(repository)}`;
    throw new Failure('USAGE', message, { hint: 'Such as garden/orangery.' });
  }
  const [owner = '', repo = ''] = repository.split('/');
  const connection = { octokit: createOctokit(order), owner, repo, signal, job };
  return {
    ...{ owner, repo, apiUrl },
    send: (route, parameters = {}, options = {}) =>
      send(connection, { route, parameters, options }),
    find: async (route, parameters = {}) => {
      const options = { outcomes: { 404: always } };
      const { status, answer } = await send(connection, { route, parameters, options });
      return status === 404 ? null : answer;
    },
    list: (route, parameters, bound = {}) => list(connection, { route, parameters, bound }),
  };
}

interface Connection {
  readonly octokit: Octokit;
  readonly owner: string;
  readonly repo: string;
  readonly signal: AbortSignal;
  readonly job: string | undefined;
}

interface Sent {
  readonly route: string;
  readonly parameters: Parameters;
  readonly options: RequestOptions;
}

async function send(connection: Connection, { route, parameters, options }: Sent): Promise<Reply> {
  const { octokit, signal, job } = connection;
  const { outcomes = {}, isStreamed = false, timeoutMs = defaultTimeoutMs } = options;
  const { isRepeatable = !route.startsWith('POST ') } = options;
  const filled = { ...repositoryOf(route, connection), ...parameters };
  const request = nameOf(octokit, route, filled);
  const limit = AbortSignal.timeout(timeoutMs);
  const ends = AbortSignal.any([signal, limit]);
  const settings = {
    signal: ends,
    ...(!isRepeatable && { retries: 0 }),
    ...(isStreamed && { parseSuccessResponseBody: false }),
  };
  try {
    const sent = octokit.request(route, { ...filled, request: settings });
    const { status, data, headers } = await unlessAborted(sent, ends);
    const value: unknown = data;
    return { status, headers, body: value, answer: new Answer(value, request) };
  } catch (error) {
    if (signal.aborted) throw cancelled(request, signal.reason);
    if (limit.aborted) throw late(request, timeoutMs);
    const outcome = outcomeOf(error, outcomes, request);
    if (outcome !== null) return outcome;
    throw refusal(error, { request, ...(job !== undefined && { job }) });
  }
}

interface Listed {
  readonly route: string;
  readonly parameters: Parameters;
  readonly bound: Bound;
}

async function list(
  connection: Connection,
  { route, parameters, bound }: Listed,
): Promise<readonly Answer[]> {
  const { key, mostPages = defaultMostPages } = bound;
  const all: Answer[] = [];
  for (let page = 1; page <= mostPages; page += 1) {
    const paged = { ...parameters, per_page: pageSize, page };
    const reply = await send(connection, { route, parameters: paged, options: {} });
    const items = key === undefined ? reply.answer : reply.answer.field(key);
    all.push(...items.list());
    // a page may be short though another follows: the link alone says so
    if (!/;\s*rel="?next"?/.test(String(reply.headers.link ?? ''))) return all;
  }
  const filled = { ...repositoryOf(route, connection), ...parameters };
  const request = nameOf(connection.octokit, route, filled);
  const most = mostPages * pageSize;
  throw new Failure('GITHUB_FAILED', `${request}: expected at most ${most} items, found more`, {
    hint: 'Close or remove what is no longer needed, or narrow the request.',
  });
}

/** Only where the route asks: what is left over would be sent as a query or in the body. */
function repositoryOf(route: string, { owner, repo }: Connection): Parameters {
  return route.includes('{owner}/{repo}') ? { owner, repo } : {};
}

/** Method and path without the query: how every message names a request. */
function nameOf(octokit: Octokit, route: string, parameters: Parameters): string {
  const { method, url } = octokit.request.endpoint(route, { ...parameters });
  return `${method} ${decodeURIComponent(new URL(url).pathname)}`;
}

function outcomeOf(error: unknown, outcomes: Outcomes, request: string): Reply | null {
  if (!(error instanceof RequestError) || error.response === undefined) return null;
  if (outcomes[error.status]?.test(error.message) !== true) return null;
  const { headers } = error.response;
  const value: unknown = error.response.data;
  return { status: error.status, headers, body: value, answer: new Answer(value, request) };
}

/** The plugins wait between tries without looking at a signal. */
async function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  let stop = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function cancelled(request: string, reason: unknown): Failure {
  if (reason instanceof Failure) return reason;
  return new Failure('CANCELLED', `${request} was stopped`, { cause: reason });
}

function late(request: string, timeoutMs: number): Failure {
  return new Failure('TIMED_OUT', `${request}: no answer within ${timeoutMs / 1000} s`);
}
