import { isIP } from 'node:net';
import type { FastifyInstance, onRequestHookHandler } from 'fastify';
import type { ServingLimits } from './limits.ts';
import { RequestProblem } from './request-problem.ts';

/** Keeps web pages of others from training on a server that asks for no key. */
export function guardTrainings(
  app: FastifyInstance,
  { corsOrigins = [] }: Pick<ServingLimits, 'corsOrigins'>,
): void {
  const guard = pageGuard('Trainings', corsOrigins);
  app.addHook('onRoute', (route) => {
    if (route.config?.trains === true) route.onRequest = [guard, route.onRequest ?? []].flat();
  });
}

/** Keeps web pages of others from a tool that asks for no key. */
export function guardTool(app: FastifyInstance): void {
  app.addHook('onRequest', pageGuard('Tools', []));
}

/**
 * A page may send a form to any address its visitor's machine reaches, and may read the answer under a name of its
 * own that it lets lead there.
 * @param what is guarded, for the answer
 */
function pageGuard(what: string, origins: readonly string[]): onRequestHookHandler {
  return (request, _, done) => {
    const { origin } = request.headers;
    if (origin !== undefined && origins.includes(origin)) return done();
    const isOwnPage = origin === undefined || URL.parse(origin)?.host === request.host;
    if (isOwnPage && isOwnName(request.hostname)) return done();
    done(
      new RequestProblem(
        403,
        `${what} without a key are not for pages of ${origin ?? request.host}`,
      ),
    );
  };
}

/** An address, or a name without a dot: nobody else can have such a one lead here. */
function isOwnName(hostname: string): boolean {
  const name = hostname.replace(/^\[|\]$/g, '');
  return isIP(name) !== 0 || !name.includes('.');
}
