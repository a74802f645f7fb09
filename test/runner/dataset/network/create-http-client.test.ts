import { describe, expect, it } from 'vitest';
import { defaultFetchLimits, type FetchLimits } from '../../../../runner/src/dataset/index.ts';
import { createHttpClient } from '../../../../runner/src/dataset/network/create-http-client.ts';
import { realNetwork } from '../../../../runner/src/dataset/network/network.ts';
import { caught } from '../../../helpers/caught.ts';
import { testServer } from '../../../helpers/test-server.ts';
import { testWorld } from '../../../helpers/test-world.ts';

const mebibyte = 1024 * 1024;

/** Asks for one page after the other until it is refused. */
async function askForEver(bytes: number, limits: Partial<FetchLimits> = {}) {
  const page = Buffer.alloc(bytes);
  const server = await testServer((_, response) => void response.end(page));
  const client = createHttpClient({
    world: testWorld(),
    limits: { ...defaultFetchLimits, ...limits },
    network: { ...realNetwork, retryPausesMs: [] },
  });
  const url = new URL(server.url);
  const refusal = await caught(async () => {
    for (;;) await client.send(() => ({ url }), 'the list');
  });
  return { refusal, pages: server.requests.length };
}

describe('the answers of a service', () => {
  it('have an end each', async () => {
    const { refusal, pages } = await askForEver(17 * mebibyte);
    expect(refusal).toMatch(/^DOWNLOAD_TOO_LARGE .* at most 16777216 bytes, found more/);
    expect(pages).toBe(1);
  });

  it('share one limit of bytes: a list may have pages without end', async () => {
    const { refusal, pages } = await askForEver(15 * mebibyte);
    expect(refusal).toMatch(/^DOWNLOAD_TOO_LARGE .* at most 268435456 bytes, found more/);
    expect(pages).toBe(18);
  });

  it('are waited for within the limit, the pauses between attempts too', async () => {
    const server = await testServer((request) => void request.socket.destroy());
    const client = createHttpClient({
      world: testWorld(),
      limits: { ...defaultFetchLimits, timeoutMs: 100 },
      network: { ...realNetwork, retryPausesMs: [60_000] },
    });
    const url = new URL(server.url);
    const refusal = await caught(async () => client.send(() => ({ url }), 'the list'));
    expect(refusal).toMatch(/^TIMED_OUT the list: expected to be done in 0\.1 s/);
  });

  it('share one limit of time', async () => {
    const { refusal, pages } = await askForEver(1, { timeoutMs: 300 });
    expect(refusal).toMatch(/^TIMED_OUT the list: expected to be done in 0\.3 s/);
    expect(pages).toBeGreaterThan(1);
  });
});
