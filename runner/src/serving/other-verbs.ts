import type { FastifyContextConfig, FastifyInstance } from 'fastify';
import { RequestProblem } from './request-problem.ts';

/**
 * Answers OPTIONS with what a path allows, and refuses all other verbs before a body is read, in the
 * words of the scope's error handler.
 * @param verb GET, which brings HEAD along, or POST
 */
export function addOtherVerbs(
  app: FastifyInstance,
  url: string,
  verb: 'GET' | 'POST',
  config: FastifyContextConfig,
): void {
  const allowed = verb === 'GET' ? ['GET', 'HEAD', 'OPTIONS'] : ['POST', 'OPTIONS'];
  const allow = allowed.join(', ');
  const refuse = async (): Promise<never> => {
    throw new RequestProblem(405, `Only ${allow} here`, { allow });
  };
  app.options(url, { config }, async (_, reply) => reply.code(204).header('allow', allow).send());
  app.route({
    url,
    config,
    method: app.supportedMethods.filter((method) => !allowed.includes(method)),
    onRequest: refuse,
    handler: refuse,
  });
}
