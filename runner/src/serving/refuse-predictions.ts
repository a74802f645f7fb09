import type { onRequestHookHandler } from 'fastify';
import { RequestProblem } from './request-problem.ts';

/** On a path that predicts, before a body is read: nothing, or a refusal where predictions are turned off. */
export function refusePredictions(hasPredict: boolean): { onRequest?: onRequestHookHandler } {
  if (hasPredict) return {};
  return {
    onRequest: (_, __, done) => done(new RequestProblem(402, 'Predictions are turned off')),
  };
}
