import { randomUUID } from 'node:crypto';
import cors from '@fastify/cors';
import { Failure } from '@orangery/schemas';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Predictor } from '../inference/predictor.ts';
import { silentLogger, type Logger } from '../world.ts';
import { sendAnswer, textAnswer } from './answer.ts';
import { addBodyParsers } from './body-parsers.ts';
import { addDeepaasPaths } from './deepaas.ts';
import { answerForError, tooLarge } from './error-answer.ts';
import { addHealthPaths } from './health.ts';
import type { ServingLimits } from './limits.ts';
import { createSlots } from './slots.ts';

/**
 * The server of one or more modules, not yet bound to a port. Disposing of the predictors stays with
 * the caller, after the server has closed.
 * @throws Failure USAGE when a module's name is taken or cannot stand in an address, or the base path is none
 */
export function createApp(
  predictors: readonly Predictor[],
  limits: ServingLimits,
  logger: Logger = silentLogger,
): FastifyInstance {
  checkNames(predictors);
  checkBasePath(limits.basePath);
  const app = createEmptyApp(limits);
  addRequestRules(app, limits, logger);
  if (limits.corsOrigins !== undefined && limits.corsOrigins.length > 0) {
    void app.register(cors, {
      origin: [...limits.corsOrigins],
      exposedHeaders: ['X-Request-Id', 'Retry-After'],
      strictPreflight: false,
    });
  }
  void app.register(async (scope) => {
    await addBodyParsers(scope, limits);
    addDeepaasPaths(scope, { predictors, limits, slots: createSlots(limits) });
    addHealthPaths(scope, limits.basePath ?? '');
  });
  return app;
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
    genReqId: () => randomUUID(),
    frameworkErrors: (_, request, reply) => {
      void sendAnswer(labelled(request, reply), textAnswer(400));
    },
  });
}

function addRequestRules(app: FastifyInstance, limits: ServingLimits, logger: Logger): void {
  let isClosing = false;
  app.addHook('onRequest', async (request, reply) => void labelled(request, reply));
  // Not earlier: a refusal needs the CORS headers of `onRequest` to be readable in a page.
  app.addHook('preParsing', async (request, reply) => {
    if (request.is404) return sendAnswer(reply, textAnswer(404));
    if (Number(request.headers['content-length'] ?? 0) > limits.maxBodyBytes) {
      throw tooLarge(limits.maxBodyBytes);
    }
  });
  app.addHook('preClose', async () => {
    isClosing = true;
  });
  // Otherwise a connection kept alive would hold up the closing server.
  app.addHook('onSend', async (_, reply) => {
    if (isClosing) void reply.header('connection', 'close');
  });
  app.addHook('onResponse', async (request, reply) => {
    logger.debug(`${request.id} ${request.method} ${request.url} ${reply.statusCode}`);
  });
  app.setNotFoundHandler((_, reply) => sendAnswer(reply, textAnswer(404)));
  app.setErrorHandler((error, request, reply) => {
    const answer = isTooLarge(error) ? tooLarge(limits.maxBodyBytes).answer : answerForError(error);
    if (answer.status === 500) logger.warn(`${request.id} ${describeError(error)}`);
    return sendAnswer(reply, answer);
  });
}

function labelled(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.headers({ 'x-request-id': request.id, 'x-content-type-options': 'nosniff' });
}

function isTooLarge(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'FST_ERR_CTP_BODY_TOO_LARGE';
}

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function checkNames(predictors: readonly Predictor[]): void {
  const ids = predictors.map(({ id }) => id);
  const odd = ids.find((id) => !/^\w[\w.-]*$/.test(id));
  if (odd !== undefined) {
    throw new Failure('USAGE', `${JSON.stringify(odd)} cannot stand in an address`, {
      hint: 'Rename the folder to letters, digits, hyphens.',
    });
  }
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) {
    throw new Failure('USAGE', `Two of the modules to serve are called ${twice}`, {
      hint: 'Serve each module once, or start a second server on another port.',
    });
  }
}

function checkBasePath(basePath: string | undefined): void {
  if (basePath === undefined || /^(?:\/[\w.-]+)+$/.test(basePath)) return;
  throw new Failure('USAGE', `--base-path: expected a path such as /custom, found ${basePath}`, {
    hint: 'Begin it with a slash and end it without one.',
  });
}
