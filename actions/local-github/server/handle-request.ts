import { askEmulate } from './ask-emulate.ts';
import { authoriseRequest } from './authorise-request.ts';
import { repositoryOf, type Exchange, type Handler, type Reply } from './exchange.ts';
import { findRepository } from './find.ts';
import { HttpError, notFound } from './http-error.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import { createMatcher } from './match-route.ts';
import { permissionTable } from './permission-table.ts';
import { accountOf } from './principal.ts';
import type { Repository } from './repository.ts';
import { routes } from './routes/index.ts';
import type { State } from './state.ts';
import { readStored } from './stored-file.ts';
import { authenticate, spendRequest } from './token.ts';

export interface Received {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly bytes: Buffer;
}

export interface Answered extends Reply {
  /** Null where no operation has this path. */
  readonly operation: string | null;
}

const match = createMatcher(Object.keys(permissionTable));
const uploads = new Set(['POST /repos/{owner}/{repo}/releases/{release_id}/assets']);

/** Recognises, authenticates, authorises and answers a request. */
export async function handleRequest(state: State, received: Received): Promise<Answered> {
  const found = match(received.method, received.url.pathname);
  try {
    failIfAsked(state, received);
    const stored = readStored(state, received.url);
    if (stored) return { ...stored, operation: null };
    const authorization = received.headers.get('authorization');
    const principal = authenticate(state, authorization);
    spendRequest(state, authorization);
    if (!found) throw notFound();
    const { operation, params } = found;
    const requirement = permissionTable[operation];
    if (!requirement) throw notFound();
    const repository = repositoryIn(state, params);
    const { method, headers, bytes, url } = received;
    authoriseRequest({ state, principal, requirement, repository, method });
    const body = uploads.has(operation) ? {} : parseBody(bytes);
    const query = url.searchParams;
    const request = { operation, principal, repository, params, query, headers, bytes, body };
    const reply = await answer({ state, ...request });
    const accepted = { 'X-Accepted-GitHub-Permissions': requirement.token };
    return { ...reply, operation, headers: { ...accepted, ...reply.headers } };
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    return { ...refusal(error), operation: found?.operation ?? null };
  }
}

function failIfAsked(state: State, { method, url }: Received): void {
  const fault = state.faults.find(
    (one) => one.left > 0 && one.method === method && one.path.test(url.pathname),
  );
  if (!fault) return;
  fault.left -= 1;
  throw new HttpError(fault.status, fault.message);
}

function repositoryIn(
  state: State,
  { owner, repo, org }: Readonly<Record<string, string>>,
): Repository | null {
  const { login } = state.organisation.account;
  if (org !== undefined && org.toLowerCase() !== login.toLowerCase()) throw notFound();
  if (owner === undefined) return null;
  const repository = findRepository(state, `${owner}/${repo}`);
  if (!repository) throw notFound();
  return repository;
}

function parseBody(bytes: Buffer): JsonObject {
  if (bytes.length === 0) return {};
  try {
    const body: unknown = JSON.parse(bytes.toString('utf8'));
    if (isJsonObject(body)) return body;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new HttpError(400, 'Problems parsing JSON');
  }
  throw new HttpError(400, 'Body should be a JSON object');
}

function answer(exchange: Exchange): Reply | Promise<Reply> {
  const handler: Handler | undefined = routes[exchange.operation];
  return handler ? handler(exchange) : forward(exchange);
}

/** What emulate does as GitHub does. */
async function forward(exchange: Exchange): Promise<Reply> {
  const { state, operation, params, query, principal, body } = exchange;
  const account = accountOf(principal) ?? state.app.bot.id;
  const repository = repositoryOf(exchange);
  const [method = '', template = ''] = operation.split(' ');
  const path = template
    .replace('/repos/{owner}/{repo}', '')
    .replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const reply = await askEmulate(state, {
    method,
    path: query.size > 0 ? `${path}?${query}` : path,
    repository,
    account,
    ...(method === 'GET' || method === 'DELETE' ? {} : { body }),
  });
  return {
    status: reply.status,
    json: reply.json,
    ...(reply.link && { headers: { link: reply.link } }),
  };
}

function refusal(error: HttpError): Reply {
  return {
    status: error.status,
    headers: error.headers,
    json: {
      message: error.message,
      ...error.details,
      documentation_url: 'https://docs.github.com/rest',
      status: String(error.status),
    },
  };
}
