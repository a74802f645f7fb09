import { randomUUID } from 'node:crypto';
import fastify, { type FastifyInstance, type InjectOptions } from 'fastify';
import { onTestFinished } from 'vitest';
import { sendAnswer, textAnswer } from '../../../../runner/src/serving/answer.ts';
import type { DeepaasOptions } from '../../../../runner/src/serving/deepaas/options.ts';
import { addDeepaasPaths } from '../../../../runner/src/serving/deepaas/paths.ts';
import {
  Trainings,
  type TrainingsOptions,
} from '../../../../runner/src/serving/deepaas/trainings/trainings.ts';
import type { ServedModel } from '../../../../runner/src/serving/served-model.ts';
import { silentLogger, type Logger } from '../../../../runner/src/world.ts';
import { deepaasTest } from '../../../fixtures/serving/deepaas-test.ts';

export interface DeepaasApp {
  readonly models?: readonly ServedModel[];
  readonly options?: Partial<DeepaasOptions>;
  readonly trainings?: Partial<TrainingsOptions>;
  readonly logger?: Logger;
}

/** DEEPaaS's paths alone, with the test model, until the test ends. */
export async function deepaasApp(parts: DeepaasApp = {}): Promise<FastifyInstance> {
  const { models = [deepaasTest], logger = silentLogger } = parts;
  const trainings = await Trainings.open({ logger, stopTimeoutMs: 50, ...parts.trainings });
  const options: DeepaasOptions = {
    ...{ hasPredict: true, hasTrain: true, hasDoc: true },
    ...{ maxBodyBytes: 1_000_000, maxFiles: 8, requestTimeoutMs: 10_000 },
    docsPage: (reply) => sendAnswer(reply, { status: 200, type: 'text/html', body: 'docs' }),
    ...parts.options,
  };
  const app = fastify({ genReqId: () => randomUUID(), bodyLimit: options.maxBodyBytes });
  app.setNotFoundHandler((_, reply) => sendAnswer(reply, textAnswer(404)));
  const slots = models.map((current) => ({ name: current.name, current, isReady: true }));
  void app.register(async (scope) => addDeepaasPaths(scope, { slots, options, trainings, logger }));
  onTestFinished(async () => {
    await app.close();
    await trainings.close();
  });
  return app;
}

/** A multipart request as a browser or curl sends it. */
export function multipart(
  url: string,
  parts: readonly { name: string; content: string; filename?: string; type?: string }[],
  headers: Readonly<Record<string, string>> = {},
): InjectOptions {
  const body = parts.map(({ name, content, filename, type = 'text/plain' }) => {
    const file = filename === undefined ? '' : `; filename="${filename}"\r\nContent-Type: ${type}`;
    return `--edge\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${content}\r\n`;
  });
  return {
    ...{ method: 'POST', url },
    headers: { 'content-type': 'multipart/form-data; boundary=edge', ...headers },
    payload: `${body.join('')}--edge--\r\n`,
  };
}

export const foo = { name: 'data', content: 'hi', filename: 'foo.txt' };
export const modelPath = '/v2/models/deepaas-test/';
export const predictPath = `${modelPath}predict/`;
export const trainPath = `${modelPath}train/`;
