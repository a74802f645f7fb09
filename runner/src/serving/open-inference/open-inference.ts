import type { FastifyContextConfig, FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from '../../world.ts';
import { sendAnswer } from '../answer.ts';
import { createCall } from '../call.ts';
import { addJsonErrors } from '../json-errors.ts';
import type { ServingLimits } from '../limits.ts';
import { addOtherVerbs } from '../other-verbs.ts';
import { refusePredictions } from '../refuse-predictions.ts';
import { RequestProblem } from '../request-problem.ts';
import type { ModelSlot, ServedModel } from '../served-model.ts';
import { describeModel, describeServer } from './metadata.ts';
import { infer } from './infer.ts';
import { addBodyParser } from './requests/add-body-parser.ts';

export interface OpenInferenceOptions {
  readonly slots: readonly ModelSlot[];
  /** Put before every path, such as `/custom`. */
  readonly basePath?: string;
  /** Told as the server's version. */
  readonly serverVersion: string;
  readonly limits: Pick<ServingLimits, 'maxBodyBytes' | 'maxInputs' | 'requestTimeoutMs'>;
  /** Whether predictions are answered. */
  readonly hasPredict: boolean;
  readonly logger: Logger;
}

/**
 * The paths of the Open Inference Protocol V2, as KServe, Triton and MLServer have it, with their
 * extension for binary tensors. Paths with a final slash are not its own.
 */
export function addOpenInferencePaths(app: FastifyInstance, options: OpenInferenceOptions): void {
  const { slots, basePath = '', limits, logger } = options;
  void app.register(async (scope) => {
    addBodyParser(scope, limits.maxBodyBytes);
    addJsonErrors(scope, logger, 'error');
    addServerPaths(scope, `${basePath}/v2`, options);
    for (const slot of slots)
      addModelPaths(scope, `${basePath}/v2/models/${slot.name}`, slot, options);
    addUnknownModels(scope, `${basePath}/v2/models/:model`);
  });
}

function addServerPaths(
  app: FastifyInstance,
  url: string,
  { slots, serverVersion }: OpenInferenceOptions,
): void {
  const open = { protocol: 'open-inference', needsKey: false } as const;
  addGet(app, url, { protocol: 'open-inference' }, () => describeServer(serverVersion));
  addGet(app, `${url}/health/live`, open, () => ({ live: true }));
  addGet(app, `${url}/health/ready`, open, () => {
    const waiting = slots.filter(({ isReady }) => !isReady).map(({ name }) => name);
    if (waiting.length === 0) return { ready: true };
    throw notReady(waiting.join(', '));
  });
}

function addModelPaths(
  app: FastifyInstance,
  url: string,
  slot: ModelSlot,
  { limits, hasPredict }: OpenInferenceOptions,
): void {
  const config = { protocol: 'open-inference', model: slot.name } as const;
  for (const base of [url, `${url}/versions/:version`]) {
    addGet(app, base, config, (request) => describeModel(currentOf(slot, request)));
    addGet(app, `${base}/ready`, config, (request) => {
      const { name } = currentOf(slot, request);
      if (slot.isReady) return { name, ready: true };
      throw notReady(name);
    });
    const path = `${base}/infer`;
    addOtherVerbs(app, path, 'POST', config);
    app.post(path, { config, ...refusePredictions(hasPredict) }, async (request, reply) => {
      const answer = await infer(currentOf(slot, request), {
        body: request.body,
        headerLength: request.headers['inference-header-content-length'],
        maxInputs: limits.maxInputs,
        call: createCall(request, limits.requestTimeoutMs),
      });
      return sendAnswer(reply, answer);
    });
  }
}

/** Before a body is read. */
function addUnknownModels(app: FastifyInstance, url: string): void {
  const refuse = async ({ params }: FastifyRequest): Promise<never> => {
    throw new RequestProblem(404, `There is no model ${parameterOf(params, 'model')} here`);
  };
  const config = { protocol: 'open-inference' } as const;
  for (const base of [url, `${url}/versions/:version`]) {
    for (const end of ['', '/ready', '/infer']) {
      const path = `${base}${end}`;
      app.route({
        url: path,
        method: [...app.supportedMethods],
        config,
        onRequest: refuse,
        handler: refuse,
      });
    }
  }
}

function addGet(
  app: FastifyInstance,
  url: string,
  config: FastifyContextConfig,
  answer: (request: FastifyRequest) => object,
): void {
  app.get(url, { config }, async (request) => answer(request));
  addOtherVerbs(app, url, 'GET', config);
}

/** The model of a path, one and the same through a request. @throws RequestProblem 404 */
function currentOf(slot: ModelSlot, { params }: FastifyRequest): ServedModel {
  const model = slot.current;
  const version = parameterOf(params, 'version') ?? model.version;
  if (version === model.version) return model;
  throw new RequestProblem(
    404,
    `${model.name} is here in version ${model.version}, not ${version}`,
  );
}

function notReady(names: string): RequestProblem {
  return new RequestProblem(503, `Not ready: ${names}`, { 'retry-after': '1' });
}

function parameterOf(params: unknown, name: string): string | undefined {
  const value: unknown =
    typeof params === 'object' && params !== null ? Reflect.get(params, name) : undefined;
  return typeof value === 'string' ? value : undefined;
}
