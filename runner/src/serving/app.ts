import { randomBytes } from 'node:crypto';
import cors from '@fastify/cors';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { silentLogger, type Logger } from '../world.ts';
import { sendAnswer, textAnswer } from './answer.ts';
import { boundBytesInFlight } from './bytes-in-flight.ts';
import { checkAddress } from './check-address.ts';
import type { DebugLog } from './deepaas/debug-log.ts';
import { addDeepaasPaths } from './deepaas/paths.ts';
import { Trainings } from './deepaas/trainings/trainings.ts';
import { guardTrainings } from './guard-trainings.ts';
import { addKeyRules, type KeyRing } from './keys/index.ts';
import type { ServingLimits } from './limits.ts';
import { addOpenInferencePaths } from './open-inference/index.ts';
import { addOpenApi, docsPageFor } from './openapi/index.ts';
import { pageFor } from './page/index.ts';
import { problemOf } from './request-problem.ts';
import type { RequestFacts } from './request-facts.ts';
import type { ModelSlot } from './served-model.ts';
import { leaving } from './server.ts';
import { addSingaAutoPaths } from './singa-auto/index.ts';

/** What of DEEPaaS is there; all but the log when absent. */
export interface Endpoints {
  readonly hasPredict: boolean;
  readonly hasTrain: boolean;
  readonly hasDoc: boolean;
  /** What `/v2/debug/` shows. */
  readonly debug?: DebugLog;
}

export interface AppParts {
  readonly logger?: Logger;
  /** Who may call; everybody when absent. */
  readonly keys?: KeyRing;
  readonly endpoints?: Endpoints;
  /** Records of trainings; in memory alone when absent. */
  readonly trainings?: Trainings;
  /** Told of each request when it has been answered. */
  readonly observe?: (facts: RequestFacts) => void;
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

/** Of requests: one for the server's life, then a count. */
function createIds(): () => string {
  const life = randomBytes(8).toString('hex');
  let count = 0;
  return () => `${life}-${(count += 1).toString(36)}`;
}

/** Hooks without promises: every request goes through them. */
function addRequestRules(app: FastifyInstance, { logger = silentLogger, observe }: AppParts): void {
  let isClosing = false;
  app.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  app.server.once(leaving, () => {
    isClosing = true;
  });
  // Otherwise a connection kept alive would hold up the closing server.
  app.addHook('onSend', (request, reply, payload, done) => {
    labelled(request, reply);
    if (isClosing) void reply.header('connection', 'close');
    done(null, payload);
  });
  if (observe !== undefined) {
    app.addHook('onResponse', (request, reply, done) => {
      observe(factsOf(request, reply));
      done();
    });
  }
  // protocols bring parsers of their own; a body for a path that is not there is not read
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  app.setNotFoundHandler((_, reply) => sendAnswer(reply, textAnswer(404)));
  app.setErrorHandler((error, { id }, reply) => {
    const { status, headers } = problemOf(error);
    if (status === 500) logger.warn(`${id} ${String(error)}`);
    return sendAnswer(reply, textAnswer(status, undefined, headers));
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

function labelled(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
}

function factsOf(request: FastifyRequest, reply: FastifyReply): RequestFacts {
  const { model, protocol } = request.routeOptions.config;
  const { id, method, url } = request;
  const query = url.indexOf('?');
  return {
    ...{ id, method, model, protocol, status: reply.statusCode },
    path: query < 0 ? url : url.slice(0, query),
    milliseconds: reply.elapsedTime,
    key: request.keyId ?? undefined,
  };
}
