import type { FastifyInstance } from 'fastify';
import type { Logger } from '../world.ts';
import { sendAnswer } from './answer.ts';
import { stackOf } from './stack-of.ts';
import { problemOf } from './request-problem.ts';

/**
 * Tells every error of a scope as JSON with one text; of a failure of ours nothing but the request. A
 * wrong input is a wrong request here, as in Triton, KServe and SINGA-Auto.
 * @param name of the text, such as `error`
 */
export function addJsonErrors(app: FastifyInstance, logger: Logger, name: string): void {
  app.setErrorHandler((error, { id }, reply) => {
    const { status, message, headers } = problemOf(error);
    if (status === 500) logger.warn(`${id} ${stackOf(error)}`);
    const told = status === 500 ? `The model failed on request ${id}` : message;
    return sendAnswer(reply, {
      status: status === 422 ? 400 : status,
      type: 'application/json; charset=utf-8',
      body: JSON.stringify({ [name]: told }),
      headers,
    });
  });
}
