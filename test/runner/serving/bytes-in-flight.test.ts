import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import fastify, { type InjectOptions } from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { boundBytesInFlight } from '../../../runner/src/serving/bytes-in-flight.ts';
import { problemOf } from '../../../runner/src/serving/request-problem.ts';

it('counts a large answer until it has been sent', async () => {
  const app = fastify();
  onTestFinished(() => app.close());
  boundBytesInFlight(app, { maxBodyBytes: 100_000, maxBytesInFlight: 2_000_000 });
  app.setErrorHandler((error, __, reply) => reply.code(problemOf(error).status).send());
  app.get('/', async () => 'a'.repeat(30_000_000));
  app.post('/', async () => ({}));
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const asked = request(address).end();
  const [slow] = (await once(asked, 'response')) as [IncomingMessage];
  const post = () => fetch(address, { method: 'POST', body: '1' });
  expect((await post()).status).toBe(429);
  slow.resume();
  await once(slow, 'end');
  await expect.poll(async () => (await post()).status).not.toBe(429);
});

it('counts a body in chunks as the largest only until it is there', async () => {
  const app = fastify();
  onTestFinished(() => app.close());
  boundBytesInFlight(app, { maxBodyBytes: 100_000, maxBytesInFlight: 170_000 });
  app.setErrorHandler((error, __, reply) => reply.code(problemOf(error).status).send());
  app.addContentTypeParser('*', { parseAs: 'buffer' }, async () => null);
  const held = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  app.post('/slow', async () => {
    arrived.resolve();
    await held.promise;
    return {};
  });
  app.post('/', async () => ({}));
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const post = async (path: string): Promise<number> => {
    const asked = request(`${address}${path}`, { method: 'POST' });
    asked.write('{}');
    asked.end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    answer.resume();
    return answer.statusCode!;
  };
  const slow = post('/slow');
  await arrived.promise;
  expect(await post('/')).toBe(200);
  held.resolve();
  expect(await slow).toBe(200);
});

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
  const asked: InjectOptions = { method: 'POST', payload: 'a'.repeat(20), headers };
  const first = app.inject({ ...asked, url: '/slow' });
  await arrived.promise;
  expect((await app.inject({ ...asked, url: '/' })).statusCode).toBe(status);
  held.resolve();
  expect((await first).statusCode).toBe(200);
  expect((await app.inject({ ...asked, url: '/' })).statusCode).toBe(200);
});
