import dns, { type LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { Failure } from '@orangery/schemas';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Predictor } from '../../../runner/src/inference/predictor.ts';
import { createApp } from '../../../runner/src/serving/app.ts';
import {
  defaultServingLimits,
  type ModelLimits,
  type ServingLimits,
} from '../../../runner/src/serving/limits.ts';
import {
  startServer,
  type RunningServer,
  type ServerOptions,
} from '../../../runner/src/serving/server.ts';
import { silentLogger } from '../../../runner/src/world.ts';
import { echo, fakePictures, fakeTable } from './fake-predictor.ts';
import { fakeSlot } from './fake-slot.ts';

const running: RunningServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

interface Setup {
  readonly predictors?: readonly Predictor[];
  readonly limits?: Partial<ServingLimits & ModelLimits>;
  readonly options?: Partial<ServerOptions>;
}

async function start({ predictors, limits, options }: Setup = {}): Promise<RunningServer> {
  const all = predictors ?? [fakePictures(), fakeTable()];
  const slots = await Promise.all(all.map(async (one) => fakeSlot(one, limits)));
  const app = createApp(slots, { ...defaultServingLimits, ...limits });
  const { signal } = new AbortController();
  const server = await startServer(app, {
    host: '127.0.0.1',
    port: 0,
    signal,
    log: { logger: silentLogger },
    ...options,
  });
  running.push(server);
  return server;
}

/** A predictor that says when it started and waits to be let go. */
function held(): { predictor: Predictor; started: Promise<void>; release: () => void } {
  const started = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const predictor = fakePictures({}, async (raw) => {
    started.resolve();
    await released.promise;
    return echo(raw);
  });
  return { predictor, started: started.promise, release: released.resolve };
}

function form(
  ...parts: readonly [name: string, value: string | Blob, fileName?: string][]
): FormData {
  const data = new FormData();
  for (const [name, value, fileName] of parts) {
    if (typeof value === 'string') data.append(name, value);
    else data.append(name, value, fileName);
  }
  return data;
}

async function post(server: RunningServer, model: string, body: BodyInit): Promise<Response> {
  return fetch(`${server.address}/v2/models/${model}/predict/`, { method: 'POST', body });
}

describe('multipart', () => {
  it.each(['data', 'image', 'file', 'img'])('takes a picture in the part %s', async (name) => {
    const server = await start();
    const answer = await post(server, 'pictures', form([name, new Blob(['p']), 'p.png']));
    expect(await answer.json()).toEqual({
      status: 'OK',
      predictions: { label: 'p', probability: 1, probabilities: { p: 1, other: 0 } },
    });
  });

  it('answers several files in their order', async () => {
    const server = await start();
    const names = ['c', 'a', 'b'];
    const parts = names.map((name): [string, Blob, string] => ['data', new Blob([name]), name]);
    const answer = await post(server, 'pictures', form(...parts));
    const { predictions } = (await answer.json()) as { predictions: { label: string }[] };
    expect(predictions.map(({ label }) => label)).toEqual(names);
  });

  it('takes text fields as the columns of a row', async () => {
    const server = await start();
    const answer = await post(server, 'table', form(['x', '1.5'], ['colour', 'red']));
    expect(await answer.json()).toMatchObject({
      predictions: { label: '{"x":"1.5","colour":"red"}' },
    });
  });

  it.each<[string, FormData]>([
    ['no part', form()],
    ['a file in a part of another name', form(['other', new Blob(['p']), 'p.png'])],
    ['a file field that was left empty', form(['data', new Blob([]), ''])],
  ])('misses the data with %s', async (_, body) => {
    const server = await start();
    const answer = await post(server, 'pictures', body);
    expect([answer.status, await answer.text()]).toEqual([
      422,
      '{"data": ["Missing data for required field."]}',
    ]);
  });

  it('answers 413 to too large a file, too many files and a large body sent in chunks', async () => {
    const server = await start({ limits: { maxBodyBytes: 100_000, maxFiles: 2 } });
    const large = await post(
      server,
      'pictures',
      form(['data', new Blob(['p'.repeat(200_000)]), 'p']),
    );
    expect([large.status, await large.text()]).toEqual([
      413,
      'Maximum request body size 100000 exceeded.',
    ]);
    const parts = [1, 2, 3].map((n): [string, Blob, string] => ['data', new Blob(['p']), `${n}`]);
    const many = await post(server, 'pictures', form(...parts));
    expect([many.status, await many.text()]).toEqual([413, 'At most 2 files a request.']);
    const chunks = await postInChunks(server, ['p'.repeat(60_000), 'p'.repeat(60_000)]);
    expect(chunks).toBe(413);
  });

  it('answers 400 to a malformed body', async () => {
    const server = await start();
    const answer = await fetch(`${server.address}/v2/models/pictures/predict/`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: '--x\r\ncontent-disposition: form-data; name="data"; filename="a"\r\n\r\nnever ends',
    });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('x-request-id')).not.toBeNull();
  });
});

/** Each chunk is a file smaller than the limit; no length is announced. */
async function postInChunks(server: RunningServer, contents: readonly string[]): Promise<number> {
  const request = httpRequest(`${server.address}/v2/models/pictures/predict/`, {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
  });
  for (const content of contents) {
    request.write(
      `--x\r\ncontent-disposition: form-data; name="data"; filename="a"\r\n\r\n${content}\r\n`,
    );
  }
  request.end('--x--\r\n');
  const [response] = await once(request, 'response');
  response.resume();
  return response.statusCode;
}

describe('binding', () => {
  it('proposes a free port when the port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const failure = await start({ options: { port } }).catch((error: unknown) => error);
    other.close();
    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({
      code: 'USAGE',
      message: `Port ${port} is in use by another program`,
      hint: expect.stringMatching(/^Take a free one: --port \d+$/) as string,
    });
  });

  it.each([-1, 70_000, Number.NaN])('refuses port %s', async (port) => {
    await expect(start({ options: { port } })).rejects.toMatchObject({ code: 'USAGE' });
  });
});

it('takes localhost for one address, so that all its connections are known when it closes', async () => {
  // most machines have 127.0.0.1 and ::1 under the name; a second one of IPv4 is there everywhere
  const look = (host: string, _: unknown, found: (error: null, all: LookupAddress[]) => void) => {
    const all = host === 'localhost' ? ['127.0.0.1', '127.0.0.2'] : [host];
    found(
      null,
      all.map((address) => ({ address, family: 4 })),
    );
  };
  const lookup = vi.spyOn(dns, 'lookup').mockImplementation(look as typeof dns.lookup);
  const server = await start({ options: { host: 'localhost' } });
  lookup.mockRestore();
  const second = new URL(server.address);
  expect(second.hostname).toBe('127.0.0.1');
  second.hostname = '127.0.0.2';
  await expect(fetch(second)).rejects.toThrow('fetch failed');
});

describe('closing', () => {
  it('lets a running request finish, takes no new one, then closes', async () => {
    const { predictor, started, release } = held();
    const interrupt = new AbortController();
    const server = await start({ predictors: [predictor], options: { signal: interrupt.signal } });
    const answer = post(server, 'pictures', form(['data', new Blob(['p']), 'p']));
    await started;
    interrupt.abort();
    expect(await statusOfNew(server)).not.toBe(200);
    release();
    expect((await answer).status).toBe(200);
    expect((await answer).headers.get('connection')).toBe('close');
    await server.closed;
  });

  it('cuts off what runs longer than it may', async () => {
    const { predictor, started, release } = held();
    const warnings: string[] = [];
    const logger = { ...silentLogger, warn: (text: string) => void warnings.push(text) };
    const options = { drainTimeoutMs: 10, log: { logger } };
    const server = await start({ predictors: [predictor], options });
    const answer = post(server, 'pictures', form(['data', new Blob(['p']), 'p']));
    const outcome = expect(answer).rejects.toThrow('fetch failed');
    await started;
    await server.close();
    await outcome;
    expect(warnings).toEqual(['Requests still running after 0.01 s were cut off']);
    release();
  });

  it('answers what comes over a connection that was kept, and ends that', async () => {
    const interrupt = new AbortController();
    const options = { signal: interrupt.signal, leaveMs: 60_000 };
    const server = await start({ options });
    const socket = connect(Number(new URL(server.address).port), '127.0.0.1');
    socket.setEncoding('utf8').write('GET /v2/ HTTP/1.1\r\nhost: x\r\n\r\n');
    expect((await once(socket, 'data'))[0]).toContain('\r\nConnection: keep-alive\r\n');
    interrupt.abort();
    socket.write('GET /v2/ HTTP/1.1\r\nhost: x\r\n\r\n');
    const [answer] = await once(socket, 'data');
    expect(answer).toMatch(/^HTTP\/1.1 200 OK\r\n(?:.+\r\n)*connection: close\r\n/);
    await server.closed;
  });

  it('does not start when already stopped', async () => {
    const signal = AbortSignal.abort(new Failure('CANCELLED', 'Stopped'));
    await expect(start({ options: { signal } })).rejects.toThrow('Stopped');
  });
});

it('cuts off a client that does not finish its request', async () => {
  const server = await start({ limits: { requestTimeoutMs: 100 } });
  const socket = connect(Number(new URL(server.address).port), '127.0.0.1');
  socket.write('POST /v2/models/pictures/predict/ HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n');
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1.1 408 /);
  socket.destroy();
});

/** Of a new request; 0 when nobody takes the connection. */
async function statusOfNew(server: RunningServer): Promise<number> {
  return fetch(`${server.address}/v2/`).then(
    (answer) => answer.status,
    () => 0,
  );
}
