import cors from '@fastify/cors';
import type { ApiKey } from '@orangery/schemas';
import fastify, { type FastifyInstance, type InjectOptions } from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { addKeyRules, createKeyRing } from '../../../../runner/src/serving/keys/index.ts';
import type { KeyRules } from '../../../../runner/src/serving/keys/key-rules.ts';
import { problemOf } from '../../../../runner/src/serving/request-problem.ts';
import { testWorld } from '../../../helpers/test-world.ts';
import { heldKey } from './held-keys.ts';

const noon = Date.parse('2026-11-21T12:00:00Z');

function createTestApp(keys: readonly ApiKey[], rules: KeyRules = {}): FastifyInstance {
  const app = fastify();
  onTestFinished(() => app.close());
  app.setErrorHandler((error, _, reply) => {
    const { status, message, headers } = problemOf(error);
    return reply.code(status).headers(headers).send(message);
  });
  void app.register(cors, { origin: ['https://page.example'], strictPreflight: false });
  addKeyRules(app, createKeyRing(keys), { now: () => noon, ...rules });
  void app.register(async (scope) => addTestPaths(scope, rules.basePath ?? ''));
  return app;
}

function addTestPaths(app: FastifyInstance, base: string): void {
  const url = (path: string): string => `${base}${path}`;
  for (const path of ['/api', '/openapi.json', '/v2/health/ready', '/v2/models/']) {
    app.get(url(path), (request) => ({ key: request.keyId }));
  }
  app.get(base === '' ? '/' : base, () => 'page');
  app.post(url('/v2/models/leaf/predict/'), (request) => ({ key: request.keyId }));
  app.post(url('/v2/models/:model/infer'), () => 'inferred');
  app.post(url('/predict'), () => 'predicted');
  app.get(url('/of-seed'), { config: { model: 'seed' } }, () => 'seed');
  app.post(url('/train'), { config: { model: 'leaf', trains: true } }, () => 'trained');
  app.get(url('/assets/page.js'), { config: { needsKey: false } }, () => 'script');
  app.get(url('/closed'), { config: { needsKey: true } }, () => 'closed');
}

async function statusOf(app: FastifyInstance, request: InjectOptions): Promise<number> {
  return (await app.inject(request)).statusCode;
}

describe('without a key', () => {
  it.each<[number, 'GET' | 'HEAD' | 'OPTIONS' | 'POST', string]>([
    ...(['/', '/api', '/openapi.json', '/v2/health/ready', '/assets/page.js'] as const).map(
      (url): [number, 'GET', string] => [200, 'GET', url],
    ),
    [200, 'HEAD', '/'],
    [200, 'GET', '/api?key=value'],
    [401, 'GET', '/v2/models/'],
    [401, 'HEAD', '/v2/models/'],
    [401, 'GET', '/of-seed'],
    [401, 'POST', '/v2/models/leaf/predict/'],
    [401, 'POST', '/train'],
    [401, 'GET', '/closed'],
    [401, 'POST', '/api'],
    [401, 'GET', '/API'],
    [401, 'GET', '/v2/models/leaf'],
    [401, 'GET', '//v2/models/'],
    [401, 'GET', '/api/../v2/models/'],
  ])('answers %i to %s %s', async (status, method, url) => {
    const app = createTestApp([]);
    expect(await statusOf(app, { method, url })).toBe(status);
  });

  it('lets a browser ask whether its page may call, and read why it may not', async () => {
    const app = createTestApp([]);
    const url = '/v2/models/leaf/predict/';
    const asked = { origin: 'https://page.example', 'access-control-request-method': 'POST' };
    expect(await statusOf(app, { method: 'OPTIONS', url, headers: asked })).toBe(204);
    const refused = await app.inject({ method: 'POST', url, headers: asked });
    expect(refused.statusCode).toBe(401);
    expect(refused.headers).toMatchObject({
      'www-authenticate': 'Bearer',
      'access-control-allow-origin': 'https://page.example',
    });
  });

  it('is refused before the body is read', async () => {
    const app = createTestApp([]);
    let bodies = 0;
    app.addHook('preParsing', async () => void (bodies += 1));
    const url = '/v2/models/leaf/predict/';
    expect(await statusOf(app, { method: 'POST', url, payload: { data: 1 } })).toBe(401);
    expect(bodies).toBe(0);
  });

  it('opens the paths below a base path, and no other', async () => {
    const app = createTestApp([], { basePath: '/custom' });
    const statuses = ['/custom', '/custom/api', '/custom/v2/health/ready', '/', '/api'].map(
      async (url) => statusOf(app, { url }),
    );
    expect(await Promise.all(statuses)).toEqual([200, 200, 200, 401, 401]);
  });
});

describe('with a key', () => {
  it('a path knows which it was, and of one that needs none it knows nothing', async () => {
    const { entry, authorization } = heldKey();
    const app = createTestApp([entry]);
    const headers = { authorization };
    const path = '/v2/models/leaf/predict/';
    expect((await app.inject({ method: 'POST', url: path, headers })).json()).toEqual({
      key: entry.id,
    });
    expect((await app.inject({ url: '/api', headers })).json()).toEqual({ key: null });
  });

  it.each<[number, 'GET' | 'POST', string]>([
    [200, 'POST', '/v2/models/leaf/predict/'],
    [200, 'POST', '/v2/models/leaf/infer'],
    [403, 'POST', '/v2/models/seed/infer'],
    [403, 'POST', '/v2/models/seed/infer?model=leaf'],
    [403, 'GET', '/of-seed'],
    [403, 'GET', '/of-seed?model=leaf'],
    [200, 'GET', '/v2/models/'],
    [404, 'GET', '/nowhere'],
    [200, 'POST', '/predict?model=leaf'],
    [403, 'POST', '/predict?model=seed'],
    [403, 'POST', '/predict'],
    [403, 'POST', '/predict?model=leaf&model=seed'],
    [403, 'POST', '/predict?model='],
    [403, 'POST', '/train'],
  ])('for leaf alone, %i is answered to %s %s', async (status, method, url) => {
    const { entry, authorization } = heldKey({ models: ['leaf'] });
    const app = createTestApp([entry], { models: ['leaf', 'seed'] });
    expect(await statusOf(app, { method, url, headers: { authorization } })).toBe(status);
  });

  it('for the only model there is, nobody has to name it', async () => {
    const { entry, authorization } = heldKey({ models: ['leaf'] });
    const ask = { method: 'POST', url: '/predict', headers: { authorization } } as const;
    expect(await statusOf(createTestApp([entry], { models: ['leaf'] }), ask)).toBe(200);
    expect(await statusOf(createTestApp([entry], { models: ['seed'] }), ask)).toBe(403);
  });

  it('for training, trains', async () => {
    const { entry, authorization } = heldKey({ mayTrain: true });
    const app = createTestApp([entry]);
    const ask = { method: 'POST', url: '/train', headers: { authorization } } as const;
    expect(await statusOf(app, ask)).toBe(200);
  });

  it('of few requests, says when there are more', async () => {
    const { entry, authorization } = heldKey({ requestsPerMinute: 1 });
    const app = createTestApp([entry]);
    const ask = { url: '/v2/models/', headers: { authorization } };
    expect(await statusOf(app, ask)).toBe(200);
    const refused = await app.inject(ask);
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '61']);
    expect(await statusOf(app, { url: '/v2/health/ready' })).toBe(200);
  });
});

describe('the log', () => {
  it('has few lines of many refusals, and no key in them', async () => {
    const { log, logger } = testWorld();
    const { authorization } = heldKey();
    let now = noon;
    const app = createTestApp([], { logger, now: () => now });
    const ask = { url: '/v2/models/', headers: { authorization } };
    for (let count = 0; count < 50; count += 1) await app.inject(ask);
    expect(log).toHaveLength(2);
    now += 1000;
    await app.inject(ask);
    expect(log.at(-1)).toMatch(/^info: \S+ 401 no valid key, from 127\.0\.0\.1 \(48 more were/);
    expect(log.join('\n')).not.toContain(authorization.slice(7));
  });

  it('has few lines of refusals from everywhere', async () => {
    const { log, logger } = testWorld();
    const app = createTestApp([], { logger });
    for (let count = 0; count < 100; count += 1) {
      await app.inject({ url: '/v2/models/', remoteAddress: `10.0.0.${count}` });
    }
    expect(log).toHaveLength(20);
  });

  it('names the key that is ours', async () => {
    const { log, logger } = testWorld();
    const { entry, authorization } = heldKey({ expires: '2026-11-20' });
    const app = createTestApp([entry], { logger });
    await app.inject({ url: '/v2/models/', headers: { authorization } });
    expect(log).toMatchObject([expect.stringContaining(` 401 key ${entry.id}, from 127.0.0.1`)]);
  });
});
