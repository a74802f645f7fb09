import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendAnswer, textAnswer } from './answer.ts';

type Handle = (
  request: FastifyRequest,
  reply: FastifyReply,
) => FastifyReply | Promise<FastifyReply>;

export interface Path {
  /** With its final slash, where it has one. */
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly handle: Handle;
  /** Before the body is read. */
  readonly before?: () => void;
}

/** Adds a path as DEEPaaS has it: 405 for other verbs, 308 for a missing final slash. */
export function addPath(app: FastifyInstance, { url, method, handle, before }: Path): void {
  app.route({ method, url, handler: handle, ...(before && { onRequest: async () => before() }) });
  const allowed = method === 'GET' ? ['GET', 'HEAD', 'OPTIONS'] : [method, 'OPTIONS'];
  app.options(url, async (_, reply) => reply.code(204).header('allow', allowed.join(',')).send());
  addEarly(
    app,
    url,
    app.supportedMethods.filter((verb) => !allowed.includes(verb)),
    (_, reply) => sendAnswer(reply, textAnswer(405, undefined, { allow: method })),
  );
  const bare = url.replace(/(?<=.)\/$/, '');
  if (bare === url) return;
  addEarly(app, bare, app.supportedMethods, (request, reply) => {
    const query = request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : '';
    return sendAnswer(reply, textAnswer(308, undefined, { location: `${url}${query}` }));
  });
}

/** Answers before a body is read. */
function addEarly(app: FastifyInstance, url: string, method: string[], handle: Handle): void {
  app.route({
    method,
    url,
    onRequest: async (request, reply) => handle(request, reply),
    handler: handle,
  });
}
