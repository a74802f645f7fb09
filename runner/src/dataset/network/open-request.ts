import { Failure } from '@orangery/schemas';
import { Agent, request as send, type Dispatcher } from 'undici';
import { isLoopbackHost, type Reach } from './address.ts';
import type { HttpRequest } from './http-client.ts';
import { guardedConnector, type Network } from './network.ts';

export interface OpenRequestOptions {
  readonly signal: AbortSignal;
  readonly idleTimeoutMs: number;
  readonly network: Network;
  /** Hosts that may be asked, the request's own included; every public one when absent. */
  readonly hosts?: readonly string[];
}

export interface OpenedResponse {
  readonly response: Dispatcher.ResponseData;
  /** Drops the connection, whatever is still on its way. */
  close(): void;
}

const mostRedirects = 5;
const redirectStatuses: readonly number[] = [301, 302, 303, 307, 308];

/**
 * Sends a request and follows the redirects of a GET or HEAD, each checked like the first address.
 * Loopback is reached only by a chain of loopback addresses that begins with the first. What proves
 * who asks is not sent on to another origin.
 * @throws Failure LINK_REFUSED, DOWNLOAD_FAILED, and what undici throws
 */
export async function openRequest(
  first: HttpRequest,
  options: OpenRequestOptions,
): Promise<OpenedResponse> {
  let request = first;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    checkHost(request.url, options.hosts);
    const opened = await openOnce(request, options);
    const target = redirectTarget(request, opened.response);
    if (target === undefined) return opened;
    opened.close();
    checkRedirect(first.url.host, request.url, target);
    request = { ...request, url: target, headers: headersFor(request, target) };
  }
  throw new Failure(
    'DOWNLOAD_FAILED',
    `${first.url.host}: expected data after at most ${mostRedirects} redirects, found another redirect`,
  );
}

/** An address without the parts that may be secret: no user, query or fragment. */
export function shortLink(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

/** @throws Failure LINK_REFUSED when only some hosts may be asked and this is none of them */
export function checkHost(url: URL, hosts: readonly string[] | undefined): void {
  if (hosts === undefined || hosts.some((host) => isHostOf(url.hostname, host))) return;
  throw new Failure(
    'LINK_REFUSED',
    `dataset link: expected a host that .github/access.yml names, found ${url.hostname}`,
    { hint: 'Ask an admin to add the host to datasetHosts, or use a host that is there.' },
  );
}

/** Whether a host is the one named, or below it where the name begins with a dot. */
export function isHostOf(hostname: string, name: string): boolean {
  return name.startsWith('.') ? hostname.endsWith(name) : hostname === name;
}

async function openOnce(
  { method = 'GET', url, headers, body }: HttpRequest,
  options: OpenRequestOptions,
): Promise<OpenedResponse> {
  const { network, idleTimeoutMs, signal } = options;
  const reach: Reach = url.protocol === 'http:' ? 'loopback' : 'public';
  const agent = new Agent({
    connect: guardedConnector(reach, network, idleTimeoutMs),
    headersTimeout: idleTimeoutMs,
    bodyTimeout: idleTimeoutMs,
  });
  // not waited for: undici would wait for a connection that is still being made
  const close = (): void => {
    signal.removeEventListener('abort', close);
    void agent.destroy();
  };
  // undici heeds the signal of a request only once there is a connection
  signal.addEventListener('abort', close);
  try {
    const response = await send(url, {
      dispatcher: agent,
      method: method as Dispatcher.HttpMethod,
      signal,
      headers: { 'user-agent': 'orangery', 'accept-encoding': 'identity', ...headers },
      body: typeof body === 'function' ? body() : body,
    });
    // a body left unread when the agent is destroyed would throw with nobody listening
    response.body.on('error', () => {});
    return { response, close };
  } catch (error) {
    close();
    throw error;
  }
}

function redirectTarget(
  { method = 'GET', url }: HttpRequest,
  response: Dispatcher.ResponseData,
): URL | undefined {
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  const { location } = response.headers;
  if (!redirectStatuses.includes(response.statusCode) || location === undefined) return undefined;
  return URL.parse(String(location), url) ?? undefined;
}

function headersFor({ url, headers = {} }: HttpRequest, target: URL): HttpRequest['headers'] {
  if (url.origin === target.origin) return headers;
  const keep = /^(accept|accept-encoding|range|if-range|if-none-match|if-modified-since)$/;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => keep.test(name)));
}

/** @param host by which messages name it: the paths of a secret link, and of what it leads to, are secret */
function checkRedirect(host: string, from: URL, to: URL): void {
  const isHttps = to.protocol === 'https:';
  const isLoopback =
    to.protocol === 'http:' && from.protocol === 'http:' && isLoopbackHost(to.hostname);
  const hasUser = to.username !== '' || to.password !== '';
  if ((isHttps || isLoopback) && !hasUser) return;
  const found = hasUser ? 'one with a user name in it' : `${to.protocol}//${to.host}`;
  throw new Failure(
    'LINK_REFUSED',
    `${host}: expected a redirect to a public https address, found ${found}`,
    { hint: 'Use the link that the data lies behind at last.' },
  );
}
