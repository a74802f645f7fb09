import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setInterval as every } from 'node:timers';
import { ask, knownAnswers, type Known } from '../../helpers/known-answers.ts';
import { openRaw, type RawConnection } from './raw-connection.ts';
import { replacements, serve, stopServed, type Served } from './served.ts';

const predict = '/v2/models/seed-classifier/predict/';
const host = 'Host: 127.0.0.1\r\n';
const json = 'Content-Type: application/json\r\n';
const filesOf = 'process_open_fds';

let served: Served;
let known: Known;
let filesBefore: number;
beforeAll(async () => {
  served = await serve('seed-classifier', '--request-timeout', '3');
  known = (await knownAnswers()).find(({ model }) => model === 'seed-classifier')!;
  expect((await ask(served.address, known)).isRight).toBe(true);
  filesBefore = await served.metric(filesOf);
});
afterAll(stopServed);

/** What a connection is told that sends these bytes and waits. */
async function told(bytes: string): Promise<number | string> {
  const connection = await openRaw(served.port);
  connection.socket.write(Buffer.from(bytes, 'latin1'));
  return statusOf(connection);
}

async function statusOf({ answered }: RawConnection): Promise<number | string> {
  const found = await answered;
  return found.kind === 'answered' ? found.status : found.kind;
}

describe('what is no request is refused and the connection closed', () => {
  const get = (more: string): string =>
    `GET /v2/ HTTP/1.1\r\n${host}Connection: close\r\n${more}\r\n`;

  it.each<[string, string, readonly (number | string)[]]>([
    ['one header of 20 kB', get(`X: ${'x'.repeat(20_000)}\r\n`), [431]],
    ['many headers', get(Array.from({ length: 3000 }, (_, n) => `X${n}: y\r\n`).join('')), [431]],
    ['an address of 20 kB', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n${host}\r\n`, [431]],
    ['no HTTP at all', '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03', [400]],
    ['binary zeros', '\0'.repeat(1000), [400]],
    ['a version that is none', `GET / HTTP/9.9\r\n${host}\r\n`, [400]],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [400, 'cut']],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', [400]],
    ['a header folded over lines', get('X: a\r\n b\r\n'), [400, 200]],
    ['a header with a zero byte', get('X: a\0b\r\n'), [400]],
    [
      'two lengths',
      `POST ${predict} HTTP/1.1\r\n${host}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`,
      [400],
    ],
    [
      'a length and chunks',
      `POST ${predict} HTTP/1.1\r\n${host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      [400],
    ],
    [
      'a chunk without end',
      `POST ${predict} HTTP/1.1\r\n${host}${json}Transfer-Encoding: chunked\r\n\r\n5;${'x'.repeat(30_000)}`,
      [400, 413, 'cut'],
    ],
    ['TRACE', `TRACE ${predict} HTTP/1.1\r\n${host}Connection: close\r\n\r\n`, [405]],
    ['CONNECT', 'CONNECT 169.254.169.254:80 HTTP/1.1\r\nHost: x\r\n\r\n', ['cut', 405, 404]],
    ['an expectation of its own', get('Expect: the-impossible\r\n'), [417]],
  ])('%s', async (_, bytes, statuses) => {
    expect(statuses).toContain(await told(bytes));
  });
});

describe('a client that is slow', () => {
  /** Sends a byte ten times a second, for ever. */
  async function drip(start: string): Promise<number | string> {
    const connection = await openRaw(served.port);
    connection.socket.write(start);
    const dripping = every(() => connection.socket.write('x'), 100);
    const status = await statusOf(connection);
    clearInterval(dripping);
    return status;
  }

  it.each([
    ['in its headers', `POST ${predict} HTTP/1.1\r\n${host}X: `],
    ['in its body', `POST ${predict} HTTP/1.1\r\n${host}${json}Content-Length: 9999\r\n\r\n"`],
    [
      'in its form',
      `POST ${predict} HTTP/1.1\r\n${host}Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 9999\r\n\r\n--b\r\n`,
    ],
  ])('%s is cut', async (_, start) => {
    expect([408, 'cut']).toContain(await drip(start));
  });

  it('does not keep others from their answers', { timeout: 60_000 }, async () => {
    const slow = await Promise.all(Array.from({ length: 300 }, async () => openRaw(served.port)));
    for (const { socket } of slow) socket.write(`POST ${predict} HTTP/1.1\r\n${host}`);
    expect((await ask(served.address, known)).isRight).toBe(true);
    const statuses = new Set(await Promise.all(slow.map(statusOf)));
    expect([...statuses].filter((status) => status !== 408 && status !== 'cut')).toEqual([]);
  });
});

describe('a connection', () => {
  const body = (): string => String(known.body());
  const head = `POST ${predict} HTTP/1.1\r\n${host}${json}`;
  const whole = (): string => `${head}Content-Length: ${body().length}\r\n\r\n${body()}`;

  it('is told its answers in the order of its questions', async () => {
    const connection = await openRaw(served.port);
    const last = `GET /v2/health/live HTTP/1.1\r\n${host}Connection: close\r\n\r\n`;
    connection.socket.write(`${whole()}${head}Content-Length: 2\r\n\r\n{}${whole()}${last}`);
    await connection.answered;
    const statuses = connection.heard().matchAll(/HTTP\/1\.1 (\d{3}) /g);
    expect([...statuses].map(([, status]) => status)).toEqual(['200', '422', '200', '200']);
  });

  it.each([
    ['refused before it was read', '/v2/models/nobody/infer', '404'],
    ['of no use', '/v2/health/live', '405'],
  ])('does not take a body that is %s for a request', async (_, path, status) => {
    const connection = await openRaw(served.port);
    const inner = `GET /v2/ HTTP/1.1\r\n${host}\r\n`;
    connection.socket.write(
      `POST ${path} HTTP/1.1\r\n${host}Content-Length: ${inner.length}\r\n\r\n${inner}` +
        `GET /v2/health/ready HTTP/1.1\r\n${host}Connection: close\r\n\r\n`,
    );
    await connection.answered;
    const heard = connection.heard();
    const statuses = [...heard.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, found]) => found);
    expect([[status], [status, '200']]).toContainEqual(statuses);
    expect(heard).not.toContain('"id": "v2"');
  });

  it('continues when it asks whether it may', async () => {
    const connection = await openRaw(served.port);
    const text = body();
    connection.socket.write(
      `${head}Connection: close\r\nExpect: 100-continue\r\nContent-Length: ${text.length}\r\n\r\n`,
    );
    expect(await connection.until(/\r\n\r\n/)).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\n/);
    connection.socket.write(text);
    expect(await statusOf(connection)).toBe(200);
  });

  it('that asks for another host’s address is told what is here', async () => {
    const connection = await openRaw(served.port);
    connection.socket.write(
      `GET http://169.254.169.254/v2/ HTTP/1.1\r\n${host}Connection: close\r\n\r\n`,
    );
    expect(await statusOf(connection)).toBe(200);
    expect(connection.heard()).toContain('"id": "v2"');
  });

  it('of HTTP/1.0 is answered and closed', async () => {
    const connection = await openRaw(served.port);
    connection.socket.write(
      `POST ${predict} HTTP/1.0\r\n${json}Content-Length: ${body().length}\r\n\r\n${body()}`,
    );
    expect(await statusOf(connection)).toBe(200);
  });

  it('that wants to be a web socket is answered as any other', async () => {
    const connection = await openRaw(served.port);
    connection.socket.write(
      `GET /v2/health/live HTTP/1.1\r\n${host}Connection: Upgrade\r\nUpgrade: websocket\r\n` +
        'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n',
    );
    expect(await connection.until(/\r\n\r\n/)).toMatch(/^HTTP\/1\.1 (200|400) /);
    connection.socket.destroy();
  });

  it('may be closed, half or wholly, in the middle of anything', async () => {
    const texts = [head, whole().slice(0, -5), whole(), `${whole()}${whole()}${head}`];
    for (const text of texts) {
      for (const leave of ['end', 'destroy', 'resetAndDestroy'] as const) {
        const connection = await openRaw(served.port);
        await new Promise((written) => connection.socket.write(text, written));
        connection.socket[leave]();
        await connection.answered;
      }
    }
    expect((await ask(served.address, known)).isRight).toBe(true);
  });

  it('may be one of many that say nothing, which are cut', { timeout: 120_000 }, async () => {
    const idle = await Promise.all(Array.from({ length: 1000 }, async () => openRaw(served.port)));
    expect((await ask(served.address, known)).isRight).toBe(true);
    await Promise.all(idle.map(async ({ answered }) => answered));
  });
});

describe('after all this', () => {
  it('the server is well, and holds no more files than before', { timeout: 120_000 }, async () => {
    expect(served.isAlive).toBe(true);
    expect(replacements(served)).toEqual([]);
    expect((await ask(served.address, known)).isRight).toBe(true);
    // connections that are kept alive end by themselves
    await expect
      .poll(async () => served.metric(filesOf), { timeout: 60_000, interval: 500 })
      .toBeLessThanOrEqual(filesBefore + 4);
    expect(served.log.filter((line) => line.includes('"level":"warn"'))).toEqual([]);
  });
});
