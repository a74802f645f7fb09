import httpProxy from '@fastify/http-proxy';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Replica } from './replica.ts';
import { pickSlot, type RoutedStage, type SwitchTable } from './switch-table.ts';

/** How long a request waits for a server that is being started again. */
const pickTimeoutMs = 10_000;
/** Shorter than the ten seconds after which a server closes a connection that is kept. */
const keepAliveTimeout = 4_000;

const chosen = new WeakMap<FastifyRequest, Replica>();

/** Sends each request to a server of its stage; bodies pass as they come, either way. */
export function createProxyApp(table: SwitchTable): FastifyInstance {
  const app = Fastify({
    routerOptions: { ignoreTrailingSlash: false },
    rewriteUrl: ({ url = '/', headers }) => withBasePath(url, headers.host, table.routes),
  });
  void app.register(httpProxy, {
    upstream: '',
    prefix: '/',
    retryMethods: [],
    preHandler: async (request, reply) => choose(request, reply, table),
    undici: {
      connections: 256,
      pipelining: 1,
      keepAliveTimeout,
      bodyTimeout: 0,
      headersTimeout: 0,
    },
    replyOptions: {
      getUpstream: (request) => new URL(chosen.get(request as FastifyRequest)!.address!).origin,
      onError: (reply) => {
        void reply.code(502).send({ error: 'The server of this deployment ended; ask again.' });
      },
    },
  });
  return app;
}

async function choose(
  request: FastifyRequest,
  reply: FastifyReply,
  table: SwitchTable,
): Promise<unknown> {
  const stage = stageOf(request.url, table.routes);
  if (stage === undefined) {
    return reply.code(404).send({ error: `No deployment answers at ${request.url.slice(0, 200)}` });
  }
  const slot = pickSlot(stage.percents, Math.random());
  const servers = slot === undefined ? undefined : stage.slots.get(slot);
  const replica = await servers?.pick(pickTimeoutMs);
  if (servers === undefined || replica === undefined) {
    return reply.code(503).header('retry-after', '5').send({ error: 'Nothing runs here now.' });
  }
  replica.inFlight += 1;
  chosen.set(request, replica);
  reply.raw.once('close', () => servers.release(replica));
  return undefined;
}

function stageOf(url: string, routes: readonly RoutedStage[]): RoutedStage | undefined {
  return routes.find(({ basePath }) => isBelow(url, basePath));
}

/** At a host name of its own, a deployment answers below `/` too. */
function withBasePath(
  url: string,
  host: string | undefined,
  routes: readonly RoutedStage[],
): string {
  const name = host?.replace(/:\d+$/, '');
  const own = routes.filter(({ domain }) => domain !== undefined && domain === name);
  if (own.length === 0 || stageOf(url, own) !== undefined) return url;
  // the shortest path is that of production
  return `${own.at(-1)!.basePath}${url}`;
}

function isBelow(url: string, basePath: string): boolean {
  if (!url.startsWith(basePath)) return false;
  const next = url[basePath.length];
  return next === undefined || next === '/' || next === '?';
}
