import type { FastifyInstance } from 'fastify';
import type { Logger } from '../../world.ts';
import { sendAnswer } from '../answer.ts';
import { stackOf } from '../stack-of.ts';
import { answerForError } from './error-answer.ts';

interface ErrorParts {
  readonly options: { readonly maxBodyBytes: number };
  readonly logger: Logger;
}

/** Tells every error below it in DEEPaaS's words; what is ours goes to the log, with its stack. */
export function addErrorHandler(app: FastifyInstance, { options, logger }: ErrorParts): void {
  app.setErrorHandler((error, { id }, reply) => {
    const { maxBodyBytes } = options;
    const answer = answerForError(error, { requestId: id, maxBodyBytes });
    if (answer.status === 500) logger.warn(`${id} ${stackOf(error)}`);
    return sendAnswer(reply, answer);
  });
}
