import type { AddressInfo } from 'node:net';
import { createServer, isIPv6, Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '@orangery/schemas';
import type { FastifyInstance } from 'fastify';
import type { Logger } from '../world.ts';

export interface ServerOptions {
  /** `localhost` is 127.0.0.1 alone. */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Closes the server. */
  readonly signal: AbortSignal;
  readonly log: { readonly logger: Logger };
  /** How long running requests may take to finish when the server closes. */
  readonly drainTimeoutMs?: number;
  /** How long connections that are kept may bring one more request, when the server closes. */
  readonly leaveMs?: number;
}

export interface RunningServer {
  /** Such as `http://127.0.0.1:5000`. */
  readonly address: string;
  /** Settles when the server has closed, for whatever reason. */
  readonly closed: Promise<void>;
  /** Takes no more requests, waits for the running ones, closes. */
  close(): Promise<void>;
}

/** Event of a server whose connections end with their next answers. */
export const leaving = 'leaving';

/**
 * Binds an app to a port, until the signal aborts.
 * @throws Failure USAGE when host or port cannot be had
 */
export async function startServer(
  app: FastifyInstance,
  options: ServerOptions,
): Promise<RunningServer> {
  options.signal.throwIfAborted();
  await listen(app, options);
  const { promise: closed, resolve, reject } = Promise.withResolvers<void>();
  let isClosing = false;
  const close = (): Promise<void> => {
    if (!isClosing) drain(app, options).then(resolve, reject);
    isClosing = true;
    return closed;
  };
  options.signal.addEventListener('abort', close, { once: true });
  if (options.signal.aborted) void close();
  return { address: addressOf(app), closed, close };
}

async function listen(app: FastifyInstance, { host, port }: ServerOptions): Promise<void> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Failure('USAGE', `--port: expected a number from 0 to 65535, found ${port}`);
  }
  try {
    // a name of two addresses would be two servers, of which only one is known here and closed well
    await app.listen({ host: host === 'localhost' ? '127.0.0.1' : host, port });
  } catch (cause) {
    throw await listenFailure(cause, host, port);
  }
}

async function listenFailure(cause: unknown, host: string, port: number): Promise<unknown> {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${port} is in use by another program`,
    EACCES: `Port ${port} is not open to ordinary users`,
    EADDRNOTAVAIL: `${host} is not an address of this machine`,
    ENOTFOUND: `${host} is not an address of this machine`,
  };
  const code = String((cause as { code?: unknown }).code);
  const reason = reasons[code];
  if (reason === undefined) return cause;
  const isPort = code === 'EADDRINUSE' || code === 'EACCES';
  const hint = isPort
    ? `Take a free one: --port ${await freePort(host)}`
    : 'Leave --host out to serve this machine.';
  return new Failure('USAGE', reason, { cause, hint });
}

function freePort(host: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const probe = createServer().on('error', reject);
  probe.listen(0, host, () => {
    const { port } = probe.address() as AddressInfo;
    probe.close(() => resolve(port));
  });
  return promise;
}

async function drain(app: FastifyInstance, options: ServerOptions): Promise<void> {
  const timeoutMs = options.drainTimeoutMs ?? 10_000;
  const timer = setTimeout(() => {
    options.log.logger.warn(`Requests still running after ${timeoutMs / 1000} s were cut off`);
    app.server.closeAllConnections();
  }, timeoutMs);
  try {
    await takeLeave(app, options);
    await app.close();
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Takes no new connection, and tells each that is kept with its next answer that it ends. One that is
 * cut while it is idle may have a request on its way, which would be lost.
 */
async function takeLeave({ server }: FastifyInstance, options: ServerOptions): Promise<void> {
  // by then a client that asks without a pause has asked once more
  const { leaveMs = 300 } = options;
  // that of HTTP would cut the idle ones
  const allGone = new Promise<void>((resolve) => {
    Server.prototype.close.call(server, () => resolve());
  });
  server.emit(leaving);
  const leave = new AbortController();
  await Promise.race([allGone, pause(leaveMs, undefined, { signal: leave.signal })]);
  leave.abort();
}

function addressOf(app: FastifyInstance): string {
  const { address, port } = app.server.address() as AddressInfo;
  const reachable = address === '0.0.0.0' ? '127.0.0.1' : address === '::' ? '::1' : address;
  return `http://${isIPv6(reachable) ? `[${reachable}]` : reachable}:${port}`;
}
