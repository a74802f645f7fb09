import cors from '@fastify/cors';
import fastify, { type FastifyInstance } from 'fastify';
import { silentLogger } from '../world.ts';
import { sendAnswer, textAnswer } from './answer.ts';
import { boundBytesInFlight } from './bytes-in-flight.ts';
import { checkAddress } from './check-address.ts';
import type { DebugLog } from './deepaas/debug-log.ts';
import { addDeepaasPaths } from './deepaas/paths.ts';
import { Trainings } from './deepaas/trainings/trainings.ts';
import { guardTrainings } from './guard-pages.ts';
import { addKeyRules, type KeyRing } from './keys/index.ts';
import type { ServingLimits } from './limits.ts';
import { addOpenInferencePaths } from './open-inference/index.ts';
import { addOpenApi, docsPageFor } from './openapi/index.ts';
import { pageFor } from './page/index.ts';
import { addRequestRules, createIds, labelled, type RequestParts } from './request-rules.ts';
import type { ModelSlot } from './served-model.ts';
import { addSingaAutoPaths } from './singa-auto/index.ts';

/** What of DEEPaaS is there; all but the log when absent. */
export interface Endpoints {
  readonly hasPredict: boolean;
  readonly hasTrain: boolean;
  readonly hasDoc: boolean;
  /** What `/v2/debug/` shows. */
  readonly debug?: DebugLog;
}

export interface AppParts extends RequestParts {
  /** Who may call; everybody when absent. */
  readonly keys?: KeyRing;
  readonly endpoints?: Endpoints;
  /** Records of trainings; in memory alone when absent. */
  readonly trainings?: Trainings;
  /** Told by the Open Inference Protocol. */
  readonly version?: string;
}

const everything: Endpoints = { hasPredict: true, hasTrain: true, hasDoc: true };

/**
 * The server of one or more models, not yet bound to a port. Closing the models stays with the
 * caller, after the server has closed.
 * @throws Failure USAGE when a model's name is taken or cannot stand in an address, or the base path is none
 */
export function createApp(
  slots: readonly ModelSlot[],
  limits: ServingLimits,
  parts: AppParts = {},
): FastifyInstance {
  checkAddress(slots, limits.basePath);
  const app = createEmptyApp(limits);
  addRequestRules(app, parts);
  addCors(app, limits);
  if (parts.keys !== undefined) {
    const models = slots.map(({ name }) => name);
    addKeyRules(app, parts.keys, { ...limits, models, logger: parts.logger ?? silentLogger });
  }
  void app.register(async (scope) => {
    if (parts.keys === undefined) guardTrainings(scope, limits);
    boundBytesInFlight(scope, limits);
    addProtocols(scope, slots, limits, parts);
  });
  return app;
}

function addProtocols(
  app: FastifyInstance,
  slots: readonly ModelSlot[],
  limits: ServingLimits,
  { logger = silentLogger, endpoints = everything, trainings, version = '0', keys }: AppParts,
): void {
  const base = limits.basePath ?? '';
  const needsKeys = keys !== undefined;
  const docsPage = docsPageFor(base);
  const frontPage = pageFor(slots, base, { needsKeys, hasDoc: endpoints.hasDoc });
  const options = { ...limits, ...endpoints, docsPage, frontPage };
  const deepaas = { slots, options, trainings: trainings ?? new Trainings({ logger }), logger };
  void app.register(async (scope) => addDeepaasPaths(scope, deepaas));
  const { hasPredict } = endpoints;
  const common = { slots, basePath: base, limits, hasPredict, logger };
  addOpenInferencePaths(app, { ...common, serverVersion: version });
  addSingaAutoPaths(app, common);
  addOpenApi(app, { slots, basePath: base, needsKeys, version, ...endpoints });
}

/** A client that sends nothing, or slowly, is cut off at each stage. */
function createEmptyApp(limits: ServingLimits): FastifyInstance {
  return fastify({
    bodyLimit: limits.maxBodyBytes,
    requestTimeout: limits.requestTimeoutMs,
    // Also counts while a prediction runs: it must outlast arrival and prediction together.
    connectionTimeout: 2 * limits.requestTimeoutMs + 10_000,
    keepAliveTimeout: 10_000,
    http: {
      headersTimeout: Math.min(10_000, limits.requestTimeoutMs),
      connectionsCheckingInterval: 1000,
      maxHeaderSize: 16 * 1024,
    },
    forceCloseConnections: 'idle',
    genReqId: createIds(),
    frameworkErrors: (_, request, reply) => {
      void sendAnswer(labelled(request, reply), textAnswer(400));
    },
  });
}

function addCors(app: FastifyInstance, { corsOrigins = [] }: ServingLimits): void {
  if (corsOrigins.length === 0) return;
  void app.register(cors, {
    origin: [...corsOrigins],
    methods: ['GET', 'HEAD', 'POST', 'DELETE'],
    exposedHeaders: ['X-Request-Id', 'Retry-After', 'Inference-Header-Content-Length'],
    strictPreflight: false,
    maxAge: 600,
  });
}
