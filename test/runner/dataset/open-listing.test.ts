import { describe, expect, it } from 'vitest';
import type { RemoteFile } from '../../../runner/src/dataset/links/resolved-link.ts';
import { createHttpClient } from '../../../runner/src/dataset/network/create-http-client.ts';
import { realNetwork } from '../../../runner/src/dataset/network/network.ts';
import { openListing } from '../../../runner/src/dataset/open-listing.ts';
import type { FetchLimits } from '../../../runner/src/dataset/index.ts';
import { caught } from '../../helpers/caught.ts';
import { testServer } from '../../helpers/test-server.ts';
import { testWorld } from '../../helpers/test-world.ts';
import { fetchOptions } from './fetching.ts';

const table = 'a,b\n1,2\n';

describe('the files of a folder link', () => {
  it('keep their paths and have one hash together, whatever their order', async () => {
    const forwards = await opened(['b.csv', 'a/c.csv'], {});
    const backwards = await opened(['a/c.csv', 'b.csv'], {});
    expect(forwards.files.map(({ path }) => path)).toEqual(['a/c.csv', 'b.csv']);
    expect(forwards.source).toMatchObject({ bytes: 2 * table.length });
    expect(backwards.source.sha256).toBe(forwards.source.sha256);
  });

  it('share the limit of bytes, also where no size is told', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `${index}.csv`);
    const { port, requests } = await server();
    const limits = { maxBytes: 10 * table.length };
    const message = await caught(async () => openedFrom(port, names, limits));
    expect(message).toMatch(/^DOWNLOAD_TOO_LARGE .*: expected at most \d+ bytes/);
    expect(requests.length).toBeLessThan(20);
  });

  it('share the limit of time', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `${index}.csv`);
    let seconds = 0;
    const { port, requests } = await server(() => (seconds += 100));
    const now = () => seconds * 1000;
    const limits = { timeoutMs: 900_000, slowestBytesPerSecond: 0 };
    expect(await caught(async () => openedFrom(port, names, limits, now))).toBe(
      'TIMED_OUT the folder: expected all files within 900 s, found more to fetch',
    );
    expect(requests.length).toBeLessThan(20);
  });

  it.each([
    ['../out.csv', 'found one that'],
    ['A.csv', 'differs only in case from another'],
  ])('are refused before any is fetched: %s', async (name, reason) => {
    const { port, requests } = await server();
    const message = await caught(async () => openedFrom(port, ['a.csv', name], {}));
    expect(message).toMatch(/^ARCHIVE_UNSAFE the folder: expected plain file names/);
    expect(message).toContain(reason);
    expect(requests).toEqual([]);
  });
});

async function server(answered: () => void = () => {}) {
  return testServer((_, response) => {
    answered();
    response.setHeader('content-length', table.length).end(table);
  });
}

async function opened(names: readonly string[], limits: Partial<FetchLimits>) {
  return openedFrom((await server()).port, names, limits);
}

async function openedFrom(
  port: number,
  names: readonly string[],
  limits: Partial<FetchLimits>,
  now: () => number = Date.now,
) {
  const world = testWorld({ now });
  const options = await fetchOptions({}, limits, world);
  const network = { ...realNetwork, retryPausesMs: [] };
  const http = createHttpClient({ world, limits: options.limits, network });
  const files = names.map((path): RemoteFile => {
    const url = new URL(`http://127.0.0.1:${port}/${path}`);
    const request = async () => ({ url });
    return { path, label: path, identity: url.href, source: { kind: 'http', request } };
  });
  const pin = { link: 'the folder' };
  return openListing(files, 'the folder', { pin, options, network, http });
}
