import type { FastifyInstance, InjectOptions } from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createApp } from '../../../../runner/src/serving/app.ts';
import { createKeyRing, type KeyRing } from '../../../../runner/src/serving/keys/index.ts';
import { defaultServingLimits } from '../../../../runner/src/serving/limits.ts';
import type { ModelSlot } from '../../../../runner/src/serving/served-model.ts';
import { heldKey } from './held-keys.ts';

interface ServedPath {
  readonly method: string;
  readonly url: string;
}

function slot(name: string): ModelSlot {
  const current = {
    ...{ name, version: '1.0.0', title: name, summary: name, backend: 'cpu', inputs: [] },
    ...{ outputs: [], predictArguments: [], trainArguments: [] },
    predict: async () => ({ value: name }),
    predictInputs: async () => [],
    train: async () => ({}),
  };
  return { name, current, isReady: true };
}

/** A whole server of two models, and every path it answers. */
async function serve(keys: KeyRing): Promise<{ app: FastifyInstance; paths: ServedPath[] }> {
  const app = createApp([slot('leaf'), slot('seed')], defaultServingLimits, { keys });
  onTestFinished(() => app.close());
  const paths: ServedPath[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat())
      paths.push({ method: each, url: url.replace(/:\w+/g, 'x') });
  });
  await app.ready();
  return { app, paths };
}

async function statuses(
  { app, paths }: { app: FastifyInstance; paths: readonly ServedPath[] },
  headers: Readonly<Record<string, string>> = {},
): Promise<readonly (ServedPath & { readonly status: number })[]> {
  const found = [];
  for (const { method, url } of paths) {
    const request: InjectOptions = { method: method as 'GET', url, headers };
    found.push({ method, url, status: (await app.inject(request)).statusCode });
  }
  return found;
}

const urlsOf = (paths: readonly ServedPath[]): readonly string[] =>
  [...new Set(paths.map(({ url }) => url))].sort();

describe('a server with keys', () => {
  it('answers without one only what is open', async () => {
    const server = await serve(createKeyRing([heldKey().entry]));
    const answered = await statuses(server);
    const open = answered.filter(({ method, status }) => method !== 'OPTIONS' && status !== 401);
    // scripts and styles of the documents are those of everybody's
    expect(urlsOf(open).filter((url) => !url.startsWith('/static/'))).toEqual([
      ...['/', '/api', '/openapi.json', '/swagger.json', '/ui', '/v2/'],
      ...['/v2/health/live', '/v2/health/ready'],
    ]);
    expect(answered.length - open.length).toBeGreaterThan(100);
    expect((await server.app.inject({ method: 'POST', url: '/' })).statusCode).toBe(401);
  });

  it('keeps a key with a scope from every path of another model', async () => {
    const { entry, authorization } = heldKey({ models: ['seed'], mayTrain: true });
    const server = await serve(createKeyRing([entry]));
    const ofLeaf = server.paths.filter(({ url }) => url.startsWith('/v2/models/leaf'));
    const answered = await statuses({ ...server, paths: ofLeaf }, { authorization });
    const letIn = answered.filter(({ method, status }) => method !== 'OPTIONS' && status !== 403);
    expect(answered.length).toBeGreaterThan(50);
    expect(letIn).toEqual([]);
  });

  it('shows a key with a scope nothing of all models', async () => {
    const { entry, authorization } = heldKey({ models: ['leaf'] });
    const { app } = await serve(createKeyRing([entry]));
    for (const url of ['/v2/debug/', '/v2/debug/?model=leaf']) {
      expect((await app.inject({ url, headers: { authorization } })).statusCode).toBe(403);
    }
  });

  it('keeps a key that is not for training from every path of trainings', async () => {
    const { entry, authorization } = heldKey();
    const server = await serve(createKeyRing([entry]));
    const paths = server.paths.filter(({ url }) => url.includes('/train'));
    const answered = await statuses({ ...server, paths }, { authorization });
    const letIn = answered.filter(({ method, status }) => method !== 'OPTIONS' && status !== 403);
    expect(answered.length).toBeGreaterThan(10);
    expect(letIn).toEqual([]);
  });

  it('tells each family of clients in a few words, never with a stack', async () => {
    const { app } = await serve(createKeyRing([]));
    const said: string[] = [];
    for (const url of ['/v2/models/leaf/predict/', '/v2/models/leaf/infer']) {
      const { body, headers } = await app.inject({ method: 'POST', url });
      said.push(`${headers['www-authenticate']} ${body}`);
    }
    expect(said.join('\n')).toMatchInlineSnapshot(`
      "Bearer 401: A key is needed: send the header Authorization: Bearer <key>
      Bearer {"error":"A key is needed: send the header Authorization: Bearer <key>"}"
    `);
  });
});
