import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterEach, expect, it } from 'vitest';
import { createApp } from '../../../runner/src/serving/app.ts';
import { defaultServingLimits } from '../../../runner/src/serving/limits.ts';
import { answeringSlot } from './answering-slot.ts';

const opened: FastifyInstance[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((app) => app.close()));
});

const head = 'POST /v2/models/a/predict/ HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';
const chunked = `${head}transfer-encoding: chunked\r\n`;
const announced = `${head}content-length: 1000\r\n`;

it.each([
  ['has chunks that are none', `${chunked}\r\nno chunk`],
  ['ends in the middle of its chunks', `${chunked}\r\n5\r\n[1`],
  ['ends before its length', `${announced}\r\n[1`],
  ['is not sent at all', `${announced}\r\n`],
  ['follows others on the same connection', `${announced}\r\n${'1'.repeat(1000)}${announced}\r\n[`],
])('has room again after a body that %s', async (_, bytes) => {
  const { port, app } = await serve({ maxBodyBytes: 1000, maxBytesInFlight: 2500 });
  for (let attempt = 0; attempt < 4; attempt += 1) await sendAndLeave(port, app, bytes);
  const { statusCode } = await app.inject({
    ...{ method: 'POST', url: '/v2/models/a/predict/', payload: `"${'x'.repeat(900)}"` },
    headers: { 'content-type': 'application/json' },
  });
  expect(statusCode).toBe(200);
});

it('has room again when callers have gone before they were answered', async () => {
  const never = Promise.withResolvers<{ value: unknown }>();
  let asked = Promise.withResolvers<void>();
  const { port, app } = await serve({ maxBodyBytes: 1000, maxBytesInFlight: 2500 }, async () => {
    asked.resolve();
    return never.promise;
  });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    asked = Promise.withResolvers();
    await sendAndLeave(port, app, `${announced}\r\n"${'1'.repeat(998)}"`, () => asked.promise);
  }
  const last = app.inject({
    ...{ method: 'POST', url: '/v2/models/a/predict/', payload: `"${'x'.repeat(900)}"` },
    headers: { 'content-type': 'application/json' },
  });
  never.resolve({ value: 1 });
  expect((await last).statusCode).toBe(200);
});

it('is full while bodies are on their way', async () => {
  const { port, app } = await serve({ maxBodyBytes: 1000, maxBytesInFlight: 2500 });
  const both = [await open(port, app), await open(port, app)];
  const request = {
    method: 'POST',
    url: '/v2/models/a/predict/',
    payload: 'x'.repeat(900),
  } as const;
  expect((await app.inject(request)).statusCode).toBe(429);
  for (const socket of both) socket.destroy();
});

async function serve(
  limits: object,
  predict = async (): Promise<{ value: unknown }> => ({ value: 1 }),
): Promise<{ readonly app: FastifyInstance; readonly port: number }> {
  const slot = answeringSlot({ name: 'a', predict });
  const app = createApp([slot], { ...defaultServingLimits, ...limits });
  opened.push(app);
  await app.listen({ host: '127.0.0.1', port: 0 });
  return { app, port: (app.server.address() as AddressInfo).port };
}

/** A body is announced, and the server has heard of it. */
async function open(port: number, app: FastifyInstance): Promise<Socket> {
  const heard = once(app.server, 'request');
  const socket = connect(port, '127.0.0.1');
  socket.write(`${announced}\r\n`);
  await heard;
  return socket;
}

/** Until the server has done with the connection. */
async function sendAndLeave(
  port: number,
  app: FastifyInstance,
  bytes: string,
  isTime = async (): Promise<void> => {},
): Promise<void> {
  const accepted = once(app.server, 'connection');
  const heard = once(app.server, 'request');
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  socket.write(bytes);
  const [ofServer] = (await accepted) as [Socket];
  const closed = Promise.withResolvers<void>();
  // not by once(): what the parser says of the bytes is an error of the socket
  ofServer.on('close', () => closed.resolve());
  await heard;
  await isTime();
  socket.destroy();
  await closed.promise;
}
