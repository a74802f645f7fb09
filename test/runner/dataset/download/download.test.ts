import { createHash } from 'node:crypto';
import { rm, stat, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { caught } from '../../../helpers/caught.ts';
import { filesIn } from '../../../helpers/files-in.ts';
import { testServer } from '../../../helpers/test-server.ts';
import { testWorld } from '../../../helpers/test-world.ts';
import { fetchLinks, fetchOptions, networkTo } from '../fetching.ts';

const table = 'length,width,kind\n1,2,a\n3,4,b\n';
const sha256 = createHash('sha256').update(table).digest('hex');

describe('a download', () => {
  it('gives the file, pinned, and keeps it under its hash', async () => {
    const server = await testServer((_, response) => response.end(table));
    const options = await fetchOptions();
    const link = `${server.url}/iris.csv?token=hush`;
    const dataset = await fetchLinks([link], options);

    expect(dataset.sources).toEqual([{ link, sha256, bytes: table.length }]);
    expect(dataset.files).toMatchObject([{ path: 'iris.csv', sizeBytes: table.length }]);
    expect(Buffer.from(await dataset.files[0]!.read()).toString()).toBe(table);
    const cached = await filesIn(options.cacheFolder);
    expect(cached).toContain(`files/${sha256}`);
    expect(cached.filter((path) => /^(parts|locks|staging)/.test(path))).toEqual([]);
    expect((await stat(join(options.cacheFolder, 'files', sha256))).mode & 0o777).toBe(0o444);
    expect(options.world.events).toEqual([
      {
        type: 'download',
        link: `${server.url}/iris.csv`,
        receivedBytes: table.length,
        totalBytes: table.length,
      },
    ]);
  });

  it('is not repeated for a pinned link that the cache holds', async () => {
    const server = await testServer((_, response) => response.end(table));
    const options = await fetchOptions();
    const { sources } = await fetchLinks([`${server.url}/iris.csv`], options);
    await fetchLinks(sources, options);
    expect(server.requests).toEqual(['/iris.csv']);
  });

  it('is repeated when the cached copy was damaged', async () => {
    const server = await testServer((_, response) => response.end(table));
    const options = await fetchOptions();
    const { sources } = await fetchLinks([`${server.url}/iris.csv`], options);
    await rm(join(options.cacheFolder, 'files', sha256));
    await writeFile(join(options.cacheFolder, 'files', sha256), 'damaged');
    const dataset = await fetchLinks(sources, options);
    expect(Buffer.from(await dataset.files[0]!.read()).toString()).toBe(table);
    expect(options.world.log).toEqual([
      `warn: the cached copy of ${sha256} is damaged: fetching it again`,
    ]);
  });

  it('names a file without an ending after its content', async () => {
    const server = await testServer((_, response) => response.end(table));
    const dataset = await fetchLinks([`${server.url}/download`], await fetchOptions());
    expect(dataset.files[0]!.path).toBe('download.csv');
  });

  it('reports at most ten times a second', async () => {
    let time = 0;
    const world = testWorld({ now: () => (time += 40) });
    const server = await testServer((_, response) => void sendSlowly(response, 20));
    const options = await fetchOptions({}, {}, world);
    await fetchLinks([`${server.url}/big.csv`], options);
    const bytes = world.events.map((event) =>
      event.type === 'download' ? event.receivedBytes : 0,
    );
    expect(bytes.length).toBeLessThan(20);
    expect(bytes.at(-1)).toBe(20 * 1000);
  });
});

describe('a download that cannot be had', () => {
  it.each([404, 403, 410, 429, 500, 302])('fails with the status %i', async (status) => {
    const failure = await failureOf((response) => response.writeHead(status).end());
    expect(failure).toBe(`DOWNLOAD_FAILED <server>/data.csv: expected 200 OK, found ${status}`);
  });

  it('fails when nothing listens', async () => {
    const options = await fetchOptions();
    // port 1 is reserved
    expect(
      await caught(() => fetchLinks(['http://127.0.0.1:1/a.csv'], options)),
    ).toMatchInlineSnapshot(
      `"DOWNLOAD_FAILED http://127.0.0.1:1/a.csv: expected data, found: nothing listens there"`,
    );
  });

  it('is tried three times on a server error, and says so', async () => {
    let attempts = 0;
    const server = await testServer((_, response) => {
      attempts += 1;
      if (attempts < 3) response.writeHead(503).end();
      else response.end(table);
    });
    const options = await fetchOptions();
    await fetchLinks([`${server.url}/data.csv`], options);
    const line = `warn: ${server.url}/data.csv: expected 200 OK, found 503; trying again in 0 s`;
    expect(options.world.log).toEqual([line, line]);
  });

  it('is tried again after an error of the server', async () => {
    let attempts = 0;
    const server = await testServer((_, response) => {
      attempts += 1;
      if (attempts === 1) response.writeHead(500).end();
      else response.end(table);
    });
    const dataset = await fetchLinks([`${server.url}/data.csv`], await fetchOptions());
    expect(dataset.sources[0]!.sha256).toBe(sha256);
  });

  it('waits as long as the server asks', async () => {
    const times: number[] = [];
    const server = await testServer((_, response) => {
      times.push(performance.now());
      if (times.length === 1) response.writeHead(429, { 'retry-after': '1' }).end();
      else response.end(table);
    });
    const options = await fetchOptions();
    await fetchLinks([`${server.url}/data.csv`], options);
    expect(times[1]! - times[0]!).toBeGreaterThan(950);
    expect(options.world.log).toEqual([
      `warn: ${server.url}/data.csv: expected 200 OK, found 429; trying again in 1 s`,
    ]);
  });

  it('does not wait longer than a person would', async () => {
    const server = await testServer((_, response) =>
      response.writeHead(503, { 'retry-after': '3600' }).end(),
    );
    const options = await fetchOptions();
    const failure = await caught(() => fetchLinks([`${server.url}/data.csv`], options));
    expect(failure).toMatch(/^DOWNLOAD_FAILED .* found 503$/);
    expect(server.requests).toHaveLength(1);
  });

  it('is not tried again on a mistake of ours', async () => {
    const server = await testServer((_, response) => response.writeHead(404).end());
    await caught(async () => fetchLinks([`${server.url}/data.csv`], await fetchOptions()));
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    [{ 'content-length': 1000 }, '1000'],
    [{}, 'an unknown number of'],
  ])('fails when it stops half-way, headers %j', async (headers, of) => {
    let sending: ServerResponse | undefined;
    const server = await testServer((_, response) => {
      sending = response;
      response.writeHead(200, headers).write('a'.repeat(100));
    });
    // breaks off when the first bytes have come
    const world = testWorld({ report: () => sending?.destroy() });
    const options = await fetchOptions({}, {}, world);
    const failure = await caught(() => fetchLinks([`${server.url}/data.csv`], options));
    expect(failure).toBe(
      `DOWNLOAD_FAILED ${server.url}/data.csv: stopped after 100 of ${of} bytes`,
    );
    expect(server.requests).toHaveLength(3);
    expect(await filesIn(options.cacheFolder)).toEqual([]);
  });

  it('fails when the server goes silent', async () => {
    const failure = await failureOf((response) => response.write('a,b\n'), { idleTimeoutMs: 100 });
    expect(failure).toMatchInlineSnapshot(
      `"TIMED_OUT <server>/data.csv: expected bytes, found 0.1 s of silence"`,
    );
  });

  it('fails when the server never answers', async () => {
    const failure = await failureOf(() => {}, { idleTimeoutMs: 100 });
    expect(failure).toMatchInlineSnapshot(
      `"TIMED_OUT <server>/data.csv: expected bytes, found 0.1 s of silence"`,
    );
  });

  it('fails when it takes too long, though bytes keep coming', async () => {
    const failure = await failureOf((response) => void sendEndlessly(response), { timeoutMs: 100 });
    expect(failure).toMatchInlineSnapshot(
      `"TIMED_OUT <server>/data.csv: expected to be done in 0.1 s, found more"`,
    );
  });

  it('fails when a byte a second is all that comes', async () => {
    const drip = (response: ServerResponse): void => {
      response.write('a');
      const timer = setInterval(() => response.write('a'), 1000);
      response.once('close', () => clearInterval(timer));
    };
    const failure = await failureOf(drip, { slowestWindowMs: 1500 });
    expect(failure).toMatch(
      /^TIMED_OUT <server>\/data\.csv: expected at least 1024 bytes a second, found [0-3]$/,
    );
  });

  it('is refused by its declared size before it comes', async () => {
    const failure = await failureOf(
      (response) => response.writeHead(200, { 'content-length': 5000 }).write('a'),
      { maxBytes: 1000 },
    );
    expect(failure).toMatchInlineSnapshot(
      `"DOWNLOAD_TOO_LARGE <server>/data.csv: expected at most 1000 bytes, found 5000"`,
    );
  });

  it('is ended when an endless body passes the limit', async () => {
    const failure = await failureOf((response) => void sendEndlessly(response), {
      maxBytes: 100_000,
    });
    expect(failure).toMatchInlineSnapshot(
      `"DOWNLOAD_TOO_LARGE <server>/data.csv: expected at most 100000 bytes, found more"`,
    );
  });

  it('is refused when it is a web page', async () => {
    const page = '\n<!DOCTYPE html><html><title>Log in</title></html>';
    expect(await failureOf((response) => response.end(page))).toMatchInlineSnapshot(
      `"DATASET_INVALID <server>/data.csv: expected data, found a web page (HTML)"`,
    );
    expect(
      await failureOf((response) => response.end(page), {}, 'images.zip'),
    ).toMatchInlineSnapshot(
      `"DATASET_INVALID <server>/images.zip: expected data, found a web page (HTML)"`,
    );
  });

  it('is refused when it comes encoded', async () => {
    const failure = await failureOf((response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('…'),
    );
    expect(failure).toMatchInlineSnapshot(
      `"DOWNLOAD_FAILED <server>/data.csv: expected the file as it is, found it encoded as gzip"`,
    );
  });

  it('is refused when it is not what the link was pinned to', async () => {
    const server = await testServer((_, response) => response.end(table));
    const options = await fetchOptions();
    const link = `${server.url}/data.csv`;
    const withHash = () => fetchLinks([{ link, sha256: 'ab'.repeat(32) }], options);
    const withSize = () => fetchLinks([{ link, bytes: 7 }], options);
    expect((await caught(withHash)).replace(server.url, '<server>')).toMatchInlineSnapshot(
      `"DOWNLOAD_CHANGED <server>/data.csv: expected sha256 abababababababababababababababababababababababababababababababab, found 6f3776c5d41592a9cbee2a0249e4a6ac749aa6bcc55c1726edeeee54c16ba6f2"`,
    );
    expect((await caught(withSize)).replace(server.url, '<server>')).toMatchInlineSnapshot(
      `"DOWNLOAD_CHANGED <server>/data.csv: expected 7 bytes, found 30"`,
    );
    expect(await filesIn(options.cacheFolder)).toEqual([]);
  });

  it('leaves an empty cache folder when it is cancelled', async () => {
    const controller = new AbortController();
    const report = (): void => controller.abort();
    const world = testWorld({ signal: controller.signal, report });
    const server = await testServer((_, response) => void sendEndlessly(response));
    const options = await fetchOptions({}, {}, world);
    const failure = await caught(() => fetchLinks([`${server.url}/data.csv`], options));
    expect(failure.replace(server.url, '<server>')).toMatchInlineSnapshot(
      `"CANCELLED <server>/data.csv: the download was stopped"`,
    );
    expect(await filesIn(options.cacheFolder)).toEqual([]);
  });

  it('is cancelled at once while it still connects', async () => {
    const controller = new AbortController();
    const world = testWorld({ signal: controller.signal });
    const network = networkTo(1, {});
    const silent = { ...network, buildConnector: () => () => controller.abort() };
    const options = await fetchOptions({}, {}, world);
    const failure = await caught(() => fetchLinks(['https://data.example/a'], options, silent));
    expect(failure).toBe('CANCELLED https://data.example/a: the download was stopped');
  });

  it('does not begin when it was cancelled before', async () => {
    const world = testWorld({ signal: AbortSignal.abort() });
    const server = await testServer((_, response) => response.end(table));
    const options = await fetchOptions({}, {}, world);
    expect(await caught(() => fetchLinks([`${server.url}/data.csv`], options))).toMatch(
      /^CANCELLED /,
    );
    expect(server.requests).toEqual([]);
  });
});

describe('a redirect', () => {
  const hosts = { 'data.example': '93.184.216.34', 'rebound.example': '127.0.0.1' };

  it('is followed between public hosts', async () => {
    const server = await testServer((request, response) => {
      if (request.url === '/a') redirect(response, 'https://data.example/iris.csv?sig=hush');
      else response.end(table);
    });
    const options = await fetchOptions();
    const dataset = await fetchLinks(
      ['https://data.example/a'],
      options,
      networkTo(server.port, hosts),
    );
    expect(dataset.sources).toEqual([
      { link: 'https://data.example/a', sha256, bytes: table.length },
    ]);
  });

  it('is followed on this machine when the link was typed so', async () => {
    const server = await testServer((request, response) => {
      if (request.url === '/a') redirect(response, '/iris.csv');
      else response.end(table);
    });
    await fetchLinks([`${server.url}/a`], await fetchOptions());
    expect(server.requests).toEqual(['/a', '/iris.csv']);
  });

  it.each([
    'https://10.0.0.1/secrets',
    'https://169.254.169.254/latest',
    'https://127.0.0.1/secrets',
    'https://[::1]/secrets',
    'https://[::ffff:127.0.0.1]/secrets',
    'https://rebound.example/secrets',
    'http://127.0.0.1:9/secrets',
    'http://localhost/secrets',
    'http://data.example/a',
    'file:///etc/passwd',
    'https://me:hush@data.example/a',
  ])('from a public host is refused to %s', async (target) => {
    const server = await testServer((_, response) => redirect(response, target));
    const network = networkTo(server.port, hosts);
    const options = await fetchOptions();
    const failure = await caught(() => fetchLinks(['https://data.example/a'], options, network));
    expect(failure).toMatch(/^LINK_REFUSED /);
    expect(failure).not.toContain('hush');
    expect(server.requests).toEqual(['/a']);
  });

  it.each([
    'http://10.0.0.1/a',
    'https://10.0.0.1/a',
    'https://127.0.0.1/a',
    'http://data.example/a',
  ])('from this machine is refused to %s', async (target) => {
    const server = await testServer((_, response) => redirect(response, target));
    const options = await fetchOptions();
    const failure = await caught(() => fetchLinks([`${server.url}/a`], options));
    expect(failure).toMatch(/^LINK_REFUSED /);
  });

  it('from this machine to a public host does not lead back', async () => {
    const server = await testServer((request, response) => {
      redirect(response, request.url === '/a' ? 'https://data.example/b' : 'http://127.0.0.1/c');
    });
    const network = networkTo(server.port, { ...hosts, '127.0.0.1': '127.0.0.1' });
    const options = await fetchOptions();
    const failure = await caught(() => fetchLinks(['http://127.0.0.1/a'], options, network));
    expect(failure).toMatchInlineSnapshot(
      `"LINK_REFUSED 127.0.0.1: expected a redirect to a public https address, found http://127.0.0.1"`,
    );
    expect(server.requests).toEqual(['/a', '/b']);
  });

  it('is followed five times at most', async () => {
    const server = await testServer((_, response) => redirect(response, '/again'));
    const options = await fetchOptions();
    const failure = await caught(() => fetchLinks([`${server.url}/a`], options));
    expect(failure.replace(`${server.port}`, '<port>')).toMatchInlineSnapshot(
      `"DOWNLOAD_FAILED 127.0.0.1:<port>: expected data after at most 5 redirects, found another redirect"`,
    );
    expect(server.requests).toHaveLength(6);
  });
});

describe('a host name', () => {
  it.each(['127.0.0.1', '10.0.0.1', '169.254.169.254', '0.0.0.0'])(
    'that resolves to %s is refused before anything is sent',
    async (address) => {
      const server = await testServer((_, response) => response.end(table));
      const network = networkTo(server.port, { 'data.example': address });
      const options = await fetchOptions();
      const failure = await caught(() => fetchLinks(['https://data.example/a'], options, network));
      expect(failure).toBe(
        `LINK_REFUSED dataset link: expected a public address, found data.example at ${address}`,
      );
      expect(server.requests).toEqual([]);
    },
  );

  it('of this machine that resolves elsewhere is refused', async () => {
    const server = await testServer((_, response) => response.end(table));
    const network = networkTo(server.port, { localhost: '93.184.216.34' });
    const options = await fetchOptions();
    const failure = await caught(() => fetchLinks(['http://localhost/a'], options, network));
    expect(failure).toMatchInlineSnapshot(
      `"LINK_REFUSED dataset link: expected this machine, found localhost at 93.184.216.34"`,
    );
    expect(server.requests).toEqual([]);
  });

  it('that does not exist is said so', async () => {
    const options = await fetchOptions();
    const failure = await caught(() =>
      fetchLinks(['https://nowhere.example/a'], options, networkTo(1, hostsOfNobody)),
    );
    expect(failure).toMatchInlineSnapshot(
      `"DOWNLOAD_FAILED https://nowhere.example/a: expected data, found: no host of this name"`,
    );
  });
});

const hostsOfNobody = {};

async function failureOf(
  answer: (response: ServerResponse) => unknown,
  limits = {},
  name = 'data.csv',
): Promise<string> {
  const server = await testServer((_, response) => void answer(response));
  const options = await fetchOptions({}, limits);
  const failure = await caught(() => fetchLinks([`${server.url}/${name}`], options));
  expect(await filesIn(options.cacheFolder)).toEqual([]);
  return failure.replace(server.url, '<server>');
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location }).end();
}

/** Sends a thousand bytes at a time, each after the last is on its way. */
async function sendSlowly(response: ServerResponse, times: number): Promise<void> {
  for (let time = 0; time < times && !response.destroyed; time += 1) {
    await new Promise((resolve) => response.write('a'.repeat(1000), resolve));
    await new Promise((resolve) => setImmediate(resolve));
  }
  response.end();
}

async function sendEndlessly(response: ServerResponse): Promise<void> {
  await sendSlowly(response, Infinity);
}
