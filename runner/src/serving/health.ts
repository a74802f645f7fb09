import type { FastifyInstance } from 'fastify';
import { jsonAnswer, sendAnswer } from './answer.ts';
import { addPath } from './paths.ts';

/** Alive while the process answers; ready until it begins to close. */
export function addHealthPaths(app: FastifyInstance, base: string): void {
  for (const state of ['live', 'ready']) {
    addPath(app, {
      url: `${base}/v2/health/${state}`,
      method: 'GET',
      handle: (_, reply) => sendAnswer(reply, jsonAnswer({ [state]: true })),
    });
  }
}
