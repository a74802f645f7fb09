import { Failure } from '@orangery/schemas';
import { Agent, request, type Dispatcher } from 'undici';
import { isLoopbackHost, type Reach } from './address.ts';
import { guardedConnector, type Network } from './network.ts';

export interface OpenLinkOptions {
  readonly signal: AbortSignal;
  readonly idleTimeoutMs: number;
  readonly network: Network;
}

export interface OpenedLink {
  readonly response: Dispatcher.ResponseData;
  /** Drops the connection, whatever is still on its way. */
  close(): void;
}

const mostRedirects = 5;
const redirectStatuses: readonly number[] = [301, 302, 303, 307, 308];

/**
 * Asks for a link and follows redirects, each checked like the link itself. Loopback is reached
 * only by a chain of loopback addresses that begins with the typed one.
 * @throws Failure LINK_REFUSED, DOWNLOAD_FAILED, and what undici throws
 */
export async function openLink(link: URL, options: OpenLinkOptions): Promise<OpenedLink> {
  let url = link;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const opened = await openOnce(url, options);
    const target = redirectTarget(url, opened.response);
    if (target === undefined) return opened;
    opened.close();
    checkRedirect(url, target);
    url = target;
  }
  throw new Failure(
    'DOWNLOAD_FAILED',
    `${shortLink(link)}: expected data after at most ${mostRedirects} redirects, found another redirect`,
  );
}

/** A link without the parts that may be secret: no user, query or fragment. */
export function shortLink(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

async function openOnce(url: URL, options: OpenLinkOptions): Promise<OpenedLink> {
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
    const headers = { 'user-agent': 'orangery', 'accept-encoding': 'identity' };
    const response = await request(url, { dispatcher: agent, signal, headers });
    // a body left unread when the agent is destroyed would throw with nobody listening
    response.body.on('error', () => {});
    return { response, close };
  } catch (error) {
    close();
    throw error;
  }
}

function redirectTarget(url: URL, response: Dispatcher.ResponseData): URL | undefined {
  const { location } = response.headers;
  if (!redirectStatuses.includes(response.statusCode) || location === undefined) return undefined;
  return URL.parse(String(location), url) ?? undefined;
}

function checkRedirect(from: URL, to: URL): void {
  const isHttps = to.protocol === 'https:';
  const isLoopback =
    to.protocol === 'http:' && from.protocol === 'http:' && isLoopbackHost(to.hostname);
  const hasUser = to.username !== '' || to.password !== '';
  if ((isHttps || isLoopback) && !hasUser) return;
  const found = hasUser ? 'one with a user name in it' : `${to.protocol}//${to.host}`;
  throw new Failure(
    'LINK_REFUSED',
    `${shortLink(from)}: expected a redirect to a public https address, found ${found}`,
    { hint: 'Use the link that the data lies behind at last.' },
  );
}
