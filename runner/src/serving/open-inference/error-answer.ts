import type { FastifyInstance } from 'fastify';
import type { Logger } from '../../world.ts';
import { problemOf } from '../request-problem.ts';

/** Errors in the protocol's words: `{"error": "…"}`; of a failure of ours nothing but the request. */
export function addErrorAnswers(app: FastifyInstance, logger: Logger): void {
  app.setErrorHandler((error, request, reply) => {
    const { status, message, headers } = problemOf(error);
    if (status === 500) logger.warn(`${request.id} ${describe(error)}`);
    // a wrong input is a wrong request here, as in Triton and KServe
    return reply
      .code(status === 422 ? 400 : status)
      .headers({ 'content-type': 'application/json; charset=utf-8', ...headers })
      .send(JSON.stringify({ error: status === 500 ? failed(request.id) : message }));
  });
}

function failed(id: string): string {
  return `The model failed on request ${id}`;
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
