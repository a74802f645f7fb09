import httpProxy from '@fastify/http-proxy';
import fastify, { type FastifyInstance } from 'fastify';
import { checkAddress } from '../check-address.ts';
import { guardTool } from '../guard-pages.ts';
import { addKeyRules, type KeyRing } from '../keys/index.ts';
import { addRequestRules, createIds, type RequestParts } from '../request-rules.ts';
import type { ToolSlot } from './tool-slot.ts';

export interface ToolAppParts extends RequestParts {
  /** Put before every path, such as `/tracking`; the program sees paths without it. */
  readonly basePath?: string;
  /** Who may call; everybody when absent. */
  readonly keys?: KeyRing;
}

/** Shorter than the ten seconds after which some servers close a connection that is kept. */
const keepAliveTimeout = 4_000;
/** Of one answer's begin, and between its parts: a page that listens for news holds its request open. */
const silenceMs = 15 * 60_000;

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
    ...{ requestTimeout: silenceMs, keepAliveTimeout: 10_000 },
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

function hand(app: FastifyInstance, slot: ToolSlot, { basePath = '', keys }: ToolAppParts): void {
  const options: httpProxy.FastifyHttpProxyOptions = {
    upstream: slot.address,
    prefix: basePath || '/',
    rewritePrefix: '/',
    retryMethods: [],
    config: { needsKey: true },
    undici: { connections: 64, pipelining: 1, keepAliveTimeout, ...timeouts },
    replyOptions: {
      rewriteRequestHeaders: ({ headers: asked }, { host: _, authorization, ...headers }) => ({
        ...headers,
        ...(authorization !== undefined && keys === undefined && { authorization }),
        ...(asked.host !== undefined && { 'x-forwarded-host': asked.host }),
        ...(basePath !== '' && { 'x-forwarded-prefix': basePath }),
      }),
      onError: (reply) => {
        void reply.code(503).type('text/plain').send(`${slot.name} does not answer; ask again`);
      },
    },
  };
  void app.register(async (scope) => {
    guardTool(scope, keys !== undefined);
    // it takes every body as it comes
    scope.removeAllContentTypeParsers();
    await scope.register(httpProxy, options);
  });
}

const timeouts = { headersTimeout: silenceMs, bodyTimeout: silenceMs };
