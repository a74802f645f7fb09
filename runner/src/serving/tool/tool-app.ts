import httpProxy from '@fastify/http-proxy';
import fastify, { type FastifyInstance, type onRequestHookHandler } from 'fastify';
import { checkAddress } from '../check-address.ts';
import { guardTool } from '../guard-pages.ts';
import { addKeyRules, type KeyRing } from '../keys/index.ts';
import { RequestProblem } from '../request-problem.ts';
import { addRequestRules, createIds, type RequestParts } from '../request-rules.ts';
import { answered, asked } from './tool-headers.ts';
import type { ToolSlot } from './tool-slot.ts';

export interface ToolAppParts extends RequestParts {
  /** Put before every path, such as `/tracking`; the program sees paths without it. */
  readonly basePath?: string;
  /** Who may call; everybody when absent. */
  readonly keys?: KeyRing;
  /** Whether everybody may call, from wherever they reach the server. */
  readonly isOpen?: boolean;
}

/** Shorter than the ten seconds after which some servers close a connection that is kept. */
const keepAliveTimeout = 4_000;
/** How long an answer may take to begin. One whose caller has left takes a connection until then. */
const headersTimeout = 5 * 60_000;
/** Between the parts of an answer: a page that listens for news holds its request open. */
const bodyTimeout = 15 * 60_000;
const mostAtOnce = 1024;

/**
 * The server of a tool, not yet bound to a port: what is asked below the base path is handed to its program, bodies
 * as they come. A key may come as a bearer's or as a password, and goes no further. `/v2/health/live` and
 * `/v2/health/ready` are answered here.
 */
export function createToolApp(slot: ToolSlot, parts: ToolAppParts): FastifyInstance {
  const { basePath = '', keys } = parts;
  checkAddress([slot], parts.basePath);
  const app = fastify({
    ...{ genReqId: createIds(), forceCloseConnections: 'idle' },
    ...{ requestTimeout: bodyTimeout, keepAliveTimeout: 10_000 },
    rewriteUrl: ({ url = '/' }) =>
      url.startsWith(`${basePath}?`) ? `${basePath}/${url.slice(basePath.length)}` : url,
    http: { headersTimeout: 10_000, maxHeaderSize: 16 * 1024 },
  });
  addRequestRules(app, { ...parts, tellsReasons: true });
  if (keys !== undefined) {
    const challenge = `Basic realm="${slot.name}", charset="UTF-8"`;
    addKeyRules(app, keys, { ...parts, models: [slot.name], challenge });
  }
  addHealth(app, slot, basePath);
  hand(app, slot, parts);
  return app;
}

function addHealth(app: FastifyInstance, slot: ToolSlot, basePath: string): void {
  const config = { needsKey: false };
  app.get(`${basePath}/v2/health/live`, { config }, () => ({ live: true }));
  app.get(`${basePath}/v2/health/ready`, { config }, (_, reply) =>
    reply.code(slot.isReady ? 200 : 503).send({ ready: slot.isReady }),
  );
}

function hand(app: FastifyInstance, slot: ToolSlot, parts: ToolAppParts): void {
  const { basePath = '', keys, isOpen = false } = parts;
  const options: httpProxy.FastifyHttpProxyOptions = {
    upstream: slot.address,
    prefix: basePath || '/',
    rewritePrefix: '/',
    retryMethods: [],
    internalRewriteLocationHeader: false,
    config: { needsKey: true, model: slot.name },
    undici: {
      connections: mostAtOnce,
      pipelining: 1,
      keepAliveTimeout,
      headersTimeout,
      bodyTimeout,
    },
    replyOptions: {
      rewriteRequestHeaders: (request, headers) =>
        asked(headers, { host: request.headers.host, basePath, hidesKey: keys !== undefined }),
      rewriteHeaders: (headers) => answered(headers, { address: slot.address, basePath }),
      onError: (reply) => {
        void reply.code(503).type('text/plain').send(`${slot.name} does not answer; ask again`);
      },
    },
  };
  void app.register(async (scope) => {
    guardTool(scope, keys !== undefined || isOpen);
    scope.addHook('onRequest', refuseOddPath);
    // it takes every body as it comes
    scope.removeAllContentTypeParsers();
    await scope.register(httpProxy, options);
  });
}

/** What would not be the same path to the program. */
const refuseOddPath: onRequestHookHandler = (request, _, done) => {
  const [path = ''] = request.url.split('?', 1);
  const isOdd = /\.\.|\/\/|\\|%2e%2e|%[01][\da-f]|%7f/i.test(path);
  done(isOdd ? new RequestProblem(400, 'The path has an odd part') : undefined);
};
