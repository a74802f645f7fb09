import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createCall } from '../../../runner/src/serving/call.ts';

it('of many on one connection leaves one listener, and ends all when the caller goes', async () => {
  const arrived = Promise.withResolvers<IncomingMessage>();
  const server = createServer((request) => arrived.resolve(request)).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  const raw = await arrived.promise;
  const before = raw.socket.listenerCount('close');
  const calls = Array.from({ length: 50 }, () => createCall({ id: '1', raw }, 60_000));
  expect(calls.map(({ signal, isGone }) => signal.aborted || isGone)).not.toContain(true);
  expect(raw.socket.listenerCount('close')).toBe(before + 1);
  const gone = once(calls[0]!.signal, 'abort');
  client.destroy();
  await gone;
  expect(calls.map(({ signal, isGone }) => signal.aborted && isGone)).not.toContain(false);
});
