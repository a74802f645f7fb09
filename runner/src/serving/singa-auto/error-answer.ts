import type { FastifyInstance } from 'fastify';
import type { Logger } from '../../world.ts';
import { problemOf } from '../request-problem.ts';

/** Errors in SINGA-Auto's words: `{"ErrorMsg": "…"}`, but of a failure nothing more than the request. */
export function addErrorAnswers(app: FastifyInstance, logger: Logger): void {
  app.setErrorHandler((error, request, reply) => {
    const { status, message, headers } = problemOf(error);
    if (status === 500) logger.warn(`${request.id} ${describe(error)}`);
    const told = status === 500 ? `The model failed on request ${request.id}` : message;
    return reply
      .code(status === 422 ? 400 : status)
      .headers({ 'content-type': 'application/json; charset=utf-8', ...headers })
      .send(JSON.stringify({ ErrorMsg: told }));
  });
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
