import { isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest, onRequestHookHandler } from 'fastify';
import type { ServingLimits } from './limits.ts';
import { RequestProblem } from './request-problem.ts';

/** Keeps web pages of others from training on a server that asks for no key. */
export function guardTrainings(
  app: FastifyInstance,
  { corsOrigins = [] }: Pick<ServingLimits, 'corsOrigins'>,
): void {
  const guard = pageGuard(
    (request) => corsOrigins.includes(request.headers.origin ?? '') || isOwn(request),
    (who) => `Trainings without a key are not for pages of ${who}`,
  );
  app.addHook('onRoute', (route) => {
    if (route.config?.trains === true) route.onRequest = [guard, route.onRequest ?? []].flat();
  });
}

/**
 * Keeps web pages of others from a tool. A browser that was told a key as a password sends it with whatever
 * a page of others makes it send.
 * @param isAnyName whether the server may have any name: callers need a key, or everybody may call
 */
export function guardTool(app: FastifyInstance, isAnyName: boolean): void {
  const isMeant = (request: FastifyRequest): boolean =>
    (isAnyName ? isOwnPage(request) : isOwn(request)) && !isPart(request);
  app.addHook(
    'onRequest',
    pageGuard(isMeant, (who) => `A tool is not for pages of ${who}`),
  );
}

/**
 * A page may send a form to any address its visitor's machine reaches, and may read the answer under a name of its
 * own that it lets lead there.
 */
function pageGuard(
  isMeant: (request: FastifyRequest) => boolean,
  refusal: (who: string) => string,
): onRequestHookHandler {
  return (request, _, done) => {
    if (isMeant(request)) return done();
    done(new RequestProblem(403, refusal(request.headers.origin ?? request.host)));
  };
}

function isOwn(request: FastifyRequest): boolean {
  return isOwnPage(request) && isOwnName(request.hostname);
}

/** A picture or script of another site's page, which says so; not a link that somebody follows. */
function isPart({ headers }: FastifyRequest): boolean {
  return headers['sec-fetch-site'] === 'cross-site' && headers['sec-fetch-mode'] !== 'navigate';
}

function isOwnPage({ headers: { origin }, host }: FastifyRequest): boolean {
  return origin === undefined || URL.parse(origin)?.host === host;
}

/** An address, or a name without a dot: nobody else can have such a one lead here. */
function isOwnName(hostname: string): boolean {
  const name = hostname.replace(/^\[|\]$/g, '');
  return isIP(name) !== 0 || !name.includes('.');
}
