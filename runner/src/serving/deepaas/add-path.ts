import type { FastifyContextConfig, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendAnswer, textAnswer } from '../answer.ts';

export type Handle = (
  request: FastifyRequest,
  reply: FastifyReply,
) => FastifyReply | Promise<FastifyReply>;

type Verb = 'DELETE' | 'GET' | 'POST';

export interface Path {
  /** With its final slash, where it has one. */
  readonly url: string;
  /** In the order of the alphabet, as `Allow` lists them. */
  readonly verbs: Partial<Readonly<Record<Verb, Handle>>>;
  readonly config: FastifyContextConfig;
  /** Whether the path without its final slash is somebody else's. */
  readonly isBareTaken?: boolean;
  /** Further verbs that `Allow` lists, and that are answered elsewhere. */
  readonly alsoAllowed?: readonly string[];
}

/** Adds a path as DEEPaaS has it: 405 for other verbs, 308 for a missing final slash. */
export function addPath(app: FastifyInstance, path: Path): void {
  const { url, verbs, config, isBareTaken, alsoAllowed = [] } = path;
  const names = [...Object.keys(verbs), ...alsoAllowed];
  const answered = [...new Set([...names, ...('GET' in verbs ? ['HEAD'] : []), 'OPTIONS'])];
  for (const [method, handler] of Object.entries(verbs)) {
    app.route({ method, url, config, handler });
  }
  addOptions(app, url, answered);
  const others = app.supportedMethods.filter((method) => !answered.includes(method));
  addEarly(app, { method: others, url, config }, (_, reply) =>
    sendAnswer(reply, textAnswer(405, undefined, { allow: names.join(',') })),
  );
  if (isBareTaken !== true && url.length > 1 && url.endsWith('/')) {
    addRedirect(app, url, answered.slice(0, -1), config);
  }
}

/** Answers every verb of a path that is turned off. */
export function addDisabledPath(app: FastifyInstance, { url, verbs, config }: Path): void {
  addEarly(app, { method: app.supportedMethods, url, config }, (_, reply) =>
    sendAnswer(reply, textAnswer(402)),
  );
  if (url.endsWith('/')) addRedirect(app, url, Object.keys(verbs), config);
}

function addRedirect(
  app: FastifyInstance,
  url: string,
  method: string[],
  config: FastifyContextConfig,
): void {
  const bare = url.slice(0, -1);
  addOptions(app, bare, [...method, 'OPTIONS']);
  addEarly(app, { method, url: bare, config }, (request, reply) => {
    const start = request.url.indexOf('?');
    const query = start < 0 ? '' : request.url.slice(start);
    const location = query === '?' ? url : url + query;
    return sendAnswer(reply, textAnswer(308, undefined, { location }));
  });
}

function addOptions(app: FastifyInstance, url: string, allowed: readonly string[]): void {
  const allow = allowed.join(',');
  app.options(url, { config: { needsKey: false } }, (_, reply) =>
    reply.code(204).header('allow', allow).send(),
  );
}

/** Answers before a body is read. */
function addEarly(
  app: FastifyInstance,
  route: { method: string[]; url: string; config: FastifyContextConfig },
  handle: (request: FastifyRequest, reply: FastifyReply) => FastifyReply,
): void {
  app.route({
    ...route,
    exposeHeadRoute: false,
    onRequest: (request, reply) => void handle(request, reply),
    handler: handle,
  });
}
