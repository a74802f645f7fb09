import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { fetchBytes, fetchJson } from '../../../marketplace/src/try-it/fetch-bytes.ts';

const signal = new AbortController().signal;
const limits = { mostBytes: 10, timeoutMs: 10_000, signal };

it('gives the bytes and tells of them as they come', async () => {
  const address = await serve((_, response) => response.end('12345'));
  const heard: number[] = [];
  const bytes = await fetchBytes(address, { ...limits, onBytes: (count) => heard.push(count) });
  expect(new TextDecoder().decode(bytes)).toBe('12345');
  expect(heard.reduce((sum, count) => sum + count, 0)).toBe(5);
});

it.each([
  ['that it says are many', { 'content-length': '11' }],
  ['that it does not count', {}],
])('refuses more bytes than were allowed, %s', async (_, headers) => {
  const address = await serve((__, response) => {
    response.writeHead(200, headers);
    response.end('x'.repeat(11));
  });
  await expect(fetchBytes(address, limits)).rejects.toMatchObject({ code: 'DOWNLOAD_TOO_LARGE' });
});

it('says what came instead of a file', async () => {
  const address = await serve((_, response) => void response.writeHead(404).end());
  await expect(fetchBytes(address, limits)).rejects.toMatchObject({
    code: 'DOWNLOAD_FAILED',
    message: `${address.href}: expected a file, found status 404`,
  });
});

it('gives up after its time', async () => {
  const address = await serve(() => {});
  await expect(fetchBytes(address, { ...limits, timeoutMs: 50 })).rejects.toMatchObject({
    message: `${address.href}: expected a file, found no end after 0.05 seconds`,
  });
});

it('ends with the visitor’s reason when cancelled', async () => {
  const address = await serve(() => {});
  const ends = new AbortController();
  const reason = new Error('enough');
  const fetching = fetchBytes(address, { ...limits, signal: ends.signal });
  ends.abort(reason);
  await expect(fetching).rejects.toBe(reason);
});

it('refuses what is no JSON', async () => {
  const address = await serve((_, response) => response.end('<html>'));
  await expect(fetchJson(address, signal)).rejects.toMatchObject({ code: 'FILE_INVALID' });
});

async function serve(answer: RequestListener): Promise<URL> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/file`);
}
