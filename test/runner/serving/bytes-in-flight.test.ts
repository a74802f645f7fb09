import fastify, { type InjectOptions } from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { boundBytesInFlight } from '../../../runner/src/serving/bytes-in-flight.ts';
import { problemOf } from '../../../runner/src/serving/request-problem.ts';

it.each<[string, Record<string, string>, number]>([
  ['counts a body by its length', {}, 200],
  ['counts a packed body by what it may unpack to', { 'content-encoding': 'gzip' }, 429],
])('%s', async (_, headers, status) => {
  const app = fastify();
  onTestFinished(() => app.close());
  boundBytesInFlight(app, { maxBodyBytes: 100, maxBytesInFlight: 150 });
  app.setErrorHandler((error, __, reply) => reply.code(problemOf(error).status).send());
  const arrived = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, async () => null);
  app.post('/slow', async () => {
    arrived.resolve();
    await held.promise;
    return {};
  });
  app.post('/', async () => ({}));
  const request: InjectOptions = { method: 'POST', payload: 'a'.repeat(20), headers };
  const first = app.inject({ ...request, url: '/slow' });
  await arrived.promise;
  expect((await app.inject({ ...request, url: '/' })).statusCode).toBe(status);
  held.resolve();
  expect((await first).statusCode).toBe(200);
  expect((await app.inject({ ...request, url: '/' })).statusCode).toBe(200);
});
