import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { silentLogger, type Logger } from '../world.ts';
import { sendAnswer, textAnswer } from './answer.ts';
import type { RequestFacts } from './request-facts.ts';
import { problemOf } from './request-problem.ts';
import { leaving } from './server.ts';

export interface RequestParts {
  readonly logger?: Logger;
  /** Told of each request when it has been answered. */
  readonly observe?: (facts: RequestFacts) => void;
  /** Whether a refusal says why, where no protocol has words for it. */
  readonly tellsReasons?: boolean;
}

/** Of requests: one for the server's life, then a count. */
export function createIds(): () => string {
  const life = randomBytes(8).toString('hex');
  let count = 0;
  return () => `${life}-${(count += 1).toString(36)}`;
}

/** Hooks without promises: every request goes through them. */
export function addRequestRules(
  app: FastifyInstance,
  { logger = silentLogger, observe, tellsReasons = false }: RequestParts,
): void {
  let isClosing = false;
  app.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  app.server.once(leaving, () => {
    isClosing = true;
  });
  // Otherwise a connection kept alive would hold up the closing server.
  app.addHook('onSend', (request, reply, payload, done) => {
    labelled(request, reply);
    if (isClosing) void reply.header('connection', 'close');
    done(null, payload);
  });
  if (observe !== undefined) {
    app.addHook('onResponse', (request, reply, done) => {
      observe(factsOf(request, reply));
      done();
    });
  }
  // protocols bring parsers of their own; a body for a path that is not there is not read
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  app.setNotFoundHandler((_, reply) => sendAnswer(reply, textAnswer(404)));
  app.setErrorHandler((error, { id }, reply) => {
    const { status, headers, message } = problemOf(error);
    if (status === 500) logger.warn(`${id} ${String(error)}`);
    return sendAnswer(reply, textAnswer(status, tellsReasons ? message : undefined, headers));
  });
}

/** Every answer names its request. */
export function labelled(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
}

function factsOf(request: FastifyRequest, reply: FastifyReply): RequestFacts {
  const { model, protocol } = request.routeOptions.config;
  const { id, method, url } = request;
  const query = url.indexOf('?');
  return {
    ...{ id, method, model, protocol, status: reply.statusCode },
    path: query < 0 ? url : url.slice(0, query),
    milliseconds: reply.elapsedTime,
    key: request.keyId ?? undefined,
  };
}
