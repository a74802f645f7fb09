import fastify, { type FastifyInstance, type InjectOptions } from 'fastify';
import { onTestFinished } from 'vitest';
import { sendAnswer } from '../../../../runner/src/serving/answer.ts';
import { createApp, type Endpoints } from '../../../../runner/src/serving/app.ts';
import type { DeepaasOptions, SendPage } from '../../../../runner/src/serving/deepaas/options.ts';
import { addDeepaasPaths } from '../../../../runner/src/serving/deepaas/paths.ts';
import {
  Trainings,
  type TrainingsOptions,
} from '../../../../runner/src/serving/deepaas/trainings/trainings.ts';
import { defaultServingLimits, type ServingLimits } from '../../../../runner/src/serving/limits.ts';
import type { ServedModel } from '../../../../runner/src/serving/served-model.ts';
import { silentLogger, type Logger } from '../../../../runner/src/world.ts';
import { deepaasTest } from '../../../fixtures/serving/deepaas-test.ts';

export interface DeepaasApp {
  readonly models?: readonly ServedModel[];
  readonly options?: Partial<ServingLimits & Endpoints>;
  readonly trainings?: Partial<TrainingsOptions>;
  readonly logger?: Logger;
}

/** The server with the test model, until the test ends. */
export async function deepaasApp(parts: DeepaasApp = {}): Promise<FastifyInstance> {
  const { models = [deepaasTest], logger = silentLogger } = parts;
  const trainings = new Trainings({ logger, stopTimeoutMs: 50, ...parts.trainings });
  await trainings.readRecords();
  const {
    hasPredict = true,
    hasTrain = true,
    hasDoc = true,
    debug,
    ...limits
  } = parts.options ?? {};
  const slots = models.map((current) => ({ name: current.name, current, isReady: true }));
  const endpoints = { hasPredict, hasTrain, hasDoc, ...(debug !== undefined && { debug }) };
  const app = createApp(
    slots,
    { ...defaultServingLimits, maxBodyBytes: 1_000_000, ...limits },
    { logger, endpoints, trainings },
  );
  onTestFinished(async () => {
    await app.close();
    await trainings.close();
  });
  return app;
}

/** DEEPaaS's paths alone, with pages of the test's own. */
export function deepaasPaths(pages: Partial<DeepaasOptions> = {}): FastifyInstance {
  const page = (body: string): SendPage => {
    return (reply) => sendAnswer(reply, { status: 200, type: 'text/html', body });
  };
  const options: DeepaasOptions = {
    ...defaultServingLimits,
    ...{ hasPredict: true, hasTrain: true, hasDoc: true },
    ...{ docsPage: page('docs'), frontPage: page('front'), ...pages },
  };
  const slots = [{ name: deepaasTest.name, current: deepaasTest, isReady: true }];
  const trainings = new Trainings({ logger: silentLogger });
  const app = fastify();
  void app.register(async (scope) =>
    addDeepaasPaths(scope, { slots, options, trainings, logger: silentLogger }),
  );
  onTestFinished(async () => app.close());
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
