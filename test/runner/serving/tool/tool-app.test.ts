import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { createKeyRing, newKey } from '../../../../runner/src/serving/keys/index.ts';
import { createToolApp } from '../../../../runner/src/serving/tool/tool-app.ts';
import { ToolSlot } from '../../../../runner/src/serving/tool/tool-slot.ts';
import { silentLogger } from '../../../../runner/src/world.ts';
import { toolModule } from '../../../helpers/tools/tool-module.ts';

const { text: key, sha256, id } = newKey();
const ring = () =>
  createKeyRing([{ id, sha256, consumer: 'Ada', issuer: 'ada', created: '2026-11-23T00:00:00Z' }]);
const basic = (password: string): string =>
  `Basic ${Buffer.from(`anybody:${password}`).toString('base64')}`;

/** A program that tells what it was asked. */
async function startProgram(): Promise<string> {
  const app = fastify();
  onTestFinished(async () => app.close());
  app.removeAllContentTypeParsers();
  const whole = { parseAs: 'buffer', bodyLimit: 4_000_000 } as const;
  app.addContentTypeParser('*', whole, (_, body, done) => done(null, body));
  app.get('/health', () => 'fine');
  app.get('/elsewhere', (_, reply) => reply.redirect('/pages/1'));
  const tell = ({ method, url, headers, body }: FastifyRequest, reply: FastifyReply) =>
    reply.header('x-program', 'yes').send({ method, url, headers, body: String(body ?? '') });
  app.all('/*', tell);
  return app.listen({ host: '127.0.0.1', port: 0 });
}

async function serve(
  parts: Partial<Parameters<typeof createToolApp>[1]> = {},
): Promise<FastifyInstance> {
  const module = toolModule({ ready: '/health' });
  const slot = await ToolSlot.open(module, { address: await startProgram(), logger: silentLogger });
  const app = createToolApp(slot, parts);
  onTestFinished(async () => {
    await app.close();
    await slot.close();
  });
  return app;
}

const local = { host: '127.0.0.1:5000' };

it('hands on every method, path, query and body as they came', async () => {
  const app = await serve();
  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
    const payload = method === 'GET' ? undefined : '{"a": 1}';
    const found = await app.inject({
      ...{ method, url: '/api/runs/7?x=1&x=2', headers: { ...local, 'x-own': 'a' } },
      ...(payload !== undefined && { payload }),
    });
    expect(found.statusCode).toBe(200);
    expect(found.headers['x-program']).toBe('yes');
    expect(found.json()).toMatchObject({ method, url: '/api/runs/7?x=1&x=2', body: payload ?? '' });
    expect(found.json()).toMatchObject({
      headers: { 'x-own': 'a', 'x-forwarded-host': local.host },
    });
  }
});

it('takes its base path away, and puts it before where the program sends somebody', async () => {
  const app = await serve({ basePath: '/tracker' });
  const found = await app.inject({ url: '/tracker/pages/2', headers: local });
  expect(found.json()).toMatchObject({
    ...{ url: '/pages/2', headers: { 'x-forwarded-prefix': '/tracker' } },
  });
  expect((await app.inject({ url: '/tracker', headers: local })).json()).toMatchObject({
    url: '/',
  });
  const sent = await app.inject({ url: '/tracker/elsewhere', headers: local });
  expect([sent.statusCode, sent.headers.location]).toEqual([302, '/tracker/pages/1']);
  expect((await app.inject({ url: '/pages/2', headers: local })).statusCode).toBe(404);
});

it('asks for a key, as a bearer’s or as a password, which the program never sees', async () => {
  const app = await serve({ keys: ring() });
  const none = await app.inject({ url: '/', headers: local });
  expect([none.statusCode, none.headers['www-authenticate']]).toEqual([
    ...[401, 'Basic realm="tracker", charset="UTF-8"'],
  ]);
  for (const authorization of [`Bearer ${key}`, basic(key)]) {
    const found = await app.inject({ url: '/pages/1', headers: { ...local, authorization } });
    expect(found.statusCode).toBe(200);
    expect(found.json()).not.toHaveProperty('headers.authorization');
  }
  for (const authorization of [basic('wrong'), `Bearer ${newKey().text}`, 'Basic !', key]) {
    const found = await app.inject({ url: '/pages/1', headers: { ...local, authorization } });
    expect(found.statusCode, authorization).toBe(401);
  }
});

it('refuses pages of others where no key is asked for', async () => {
  const app = await serve();
  const evil = { host: 'evil.example.org' };
  for (const headers of [evil, { ...local, origin: 'https://example.org' }]) {
    const found = await app.inject({ method: 'POST', url: '/pages/1', headers, payload: 'x' });
    expect([found.statusCode, found.body]).toEqual([
      ...[403, expect.stringContaining('A tool is not for pages of')],
    ]);
  }
});

it('refuses what a page of others makes a browser send, which knows the key', async () => {
  const app = await serve({ keys: ring() });
  const own = { host: 'runs.example.org', authorization: basic(key) };
  const ask = async (headers: Readonly<Record<string, string>>) =>
    (await app.inject({ method: 'POST', url: '/pages/1', headers, payload: 'x' })).statusCode;
  expect(await ask({ ...own, origin: 'https://runs.example.org' })).toBe(200);
  expect(await ask(own)).toBe(200);
  expect(await ask({ ...own, origin: 'https://example.org' })).toBe(403);
});

it('asks for a key also where a browser asks what it may ask', async () => {
  const app = await serve({ keys: ring() });
  expect(
    (await app.inject({ method: 'OPTIONS', url: '/pages/1', headers: local })).statusCode,
  ).toBe(401);
});

it('heeds for what a key is, whatever the program’s own query says', async () => {
  const keys = createKeyRing([
    {
      ...{ id, sha256, consumer: 'Ada', issuer: 'ada', created: '2026-11-23T00:00:00Z' },
      models: ['other'],
    },
  ]);
  const app = await serve({ keys });
  for (const method of ['GET', 'POST'] as const) {
    for (const url of ['/pages/1', '/pages/1?model=other']) {
      const headers = { ...local, authorization: `Bearer ${key}` };
      expect((await app.inject({ method, url, headers })).statusCode).toBe(403);
    }
  }
});

it('is reached by any name where everybody may call', async () => {
  const app = await serve({ isOpen: true });
  const ask = async (headers: Readonly<Record<string, string>>) =>
    (await app.inject({ url: '/pages/1', headers })).statusCode;
  expect(await ask({ host: 'runs.example.org' })).toBe(200);
  expect(await ask({ host: 'runs.example.org', origin: 'https://example.org' })).toBe(403);
  const part = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' };
  expect(await ask({ host: 'runs.example.org', ...part })).toBe(403);
  expect(
    await ask({ ...local, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }),
  ).toBe(200);
});

it('keeps headers of the connection, and what only we may say, from the program', async () => {
  const app = await serve({ basePath: '/tracker' });
  const odd = {
    expect: '100-continue',
    'keep-alive': '5',
    upgrade: 'h2c',
    te: 'trailers',
    x_real_ip: 'a',
  };
  const forged = { 'x-forwarded-prefix': '/evil', 'proxy-authorization': 'Basic a' };
  const url = '/tracker?x=1';
  const found = await app.inject({ url, headers: { ...local, ...odd, ...forged } });
  expect(found.json()).toMatchObject({
    url: '/?x=1',
    headers: { 'x-forwarded-prefix': '/tracker' },
  });
  const { headers } = found.json<{ headers: Record<string, string> }>();
  const names = [...Object.keys(odd), 'proxy-authorization'];
  expect(names.filter((name) => name in headers)).toEqual([]);
  expect(found.headers['x-frame-options']).toBe('SAMEORIGIN');
});

it.each([
  '/tracker/../x',
  '/tracker/a/..b',
  '/tracker//x',
  '/tracker/.%09./x',
  '/tracker/..%2fx',
  '/tracker/\\x',
])('refuses the odd path %s', async (path) => {
  const app = await serve({ basePath: '/tracker' });
  const address = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  expect([400, 404]).toContain(await statusOf(address, path));
});

/** Of a client that sends a path as it is: others put it in order first. */
async function statusOf({ hostname, port }: URL, path: string): Promise<number | undefined> {
  const request = get({ ...{ hostname, port, path }, timeout: 5_000 });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

it('hands on a large body while it comes', async () => {
  const app = await serve();
  const payload = 'x'.repeat(3_000_000);
  const found = await app.inject({ method: 'POST', url: '/a', headers: local, payload });
  expect(found.json()).toMatchObject({ body: payload });
});

it('says whether the program is ready, and 503 when it has ended', async () => {
  const program = fastify();
  program.get('/health', () => 'fine');
  const address = await program.listen({ host: '127.0.0.1', port: 0 });
  const module = toolModule({ ready: '/health' });
  const slot = await ToolSlot.open(module, { address, logger: silentLogger });
  const app = createToolApp(slot, { keys: ring() });
  onTestFinished(async () => {
    await app.close();
    await slot.close();
  });
  expect((await app.inject('/v2/health/ready')).statusCode).toBe(200);
  await program.close();
  await slot.reload();
  expect((await app.inject('/v2/health/ready')).statusCode).toBe(503);
  const authorization = `Bearer ${key}`;
  const found = await app.inject({ url: '/pages/1', headers: { authorization } });
  expect([found.statusCode, found.body]).toEqual([503, 'tracker does not answer; ask again']);
});
