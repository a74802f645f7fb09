import { Failure } from '@orangery/schemas';
import fastify, { type FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import type { ModelSlot } from '../served-model.ts';

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface Managed {
  readonly slots: readonly ModelSlot[];
  readonly metrics: { readonly registry: Registry };
  /** What is written to the log from now on. */
  readonly log: { level: LogLevel };
  /** Loads a model anew from its folder, and lets it take over; its version. */
  readonly reload: (model: string) => Promise<string>;
}

/**
 * What is for the people who run the server, at a port of its own that only this machine reaches:
 * `/livez`, `/readyz`, `/metrics`, `/log-level`, `/models/{name}/reload`.
 */
export function createManagementApp(managed: Managed): FastifyInstance {
  const { slots, metrics, log, reload } = managed;
  const app = fastify({ bodyLimit: 1024, requestTimeout: 10_000, forceCloseConnections: true });
  refuseBrowsers(app);
  app.setErrorHandler((error, _, reply) => {
    if (!(error instanceof Failure)) throw error;
    const { code, message, hint } = error;
    return reply.code(422).send({ error: { code, message, hint } });
  });
  app.get('/livez', () => ({ status: 'ok' }));
  app.get('/readyz', (_, reply) => {
    const models = Object.fromEntries(slots.map(({ name, isReady }) => [name, isReady]));
    const isReady = slots.every((slot) => slot.isReady);
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ok' : 'loading', models });
  });
  app.get('/metrics', async (_, reply) => {
    const { registry } = metrics;
    return reply.type(registry.contentType).send(await registry.metrics());
  });
  app.get('/log-level', () => ({ level: log.level }));
  const level = { type: 'object', required: ['level'], properties: { level: { enum: logLevels } } };
  app.put<{ Body: { level: LogLevel } }>('/log-level', { schema: { body: level } }, (request) => {
    log.level = request.body.level;
    return { level: log.level };
  });
  app.post<{ Params: { model: string } }>('/models/:model/reload', async (request, reply) => {
    const { model } = request.params;
    if (!slots.some(({ name }) => name === model)) return reply.callNotFound();
    return { model, version: await reload(model) };
  });
  return app;
}

/** A web page can send requests to this machine too, by its address or by a name that leads to it. */
function refuseBrowsers(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    const isOwnName = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i.test(request.host);
    if (isOwnName && request.headers.origin === undefined) return;
    return reply.code(403).send({ error: 'For programs of this machine only' });
  });
}
