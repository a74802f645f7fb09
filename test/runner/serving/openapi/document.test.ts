import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Validator } from '@seriousme/openapi-schema-validator';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createApp, type AppParts } from '../../../../runner/src/serving/app.ts';
import { describeDocument } from '../../../../runner/src/serving/openapi/document.ts';
import { createKeyRing } from '../../../../runner/src/serving/keys/index.ts';
import { defaultServingLimits } from '../../../../runner/src/serving/limits.ts';
import type { ServedModel } from '../../../../runner/src/serving/served-model.ts';
import { deepaasTest } from '../../../fixtures/serving/deepaas-test.ts';
import { modelOf, slotOf, variousModels } from '../page/model-of.ts';

const models = [...variousModels, deepaasTest];
const everything = { hasPredict: true, hasTrain: true, hasDoc: true };

function documentOf(
  parts: { models?: readonly ServedModel[]; needsKeys?: boolean } = {},
): Record<string, unknown> {
  const api = { models, basePath: '', needsKeys: false, ...everything, ...parts };
  return { ...describeDocument(api, '1.0.0') };
}

describe('openapi.json', () => {
  it.each([
    ['one picture', [modelOf()], false],
    ['all kinds of inputs', models, false],
    ['all kinds of inputs, with keys', models, true],
  ])('is valid OpenAPI 3.1 for %s', async (_, shown, needsKeys) => {
    const validator = new Validator();
    const found = await validator.validate(documentOf({ models: shown, needsKeys }));
    expect(found).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('refers to nothing that is not there', () => {
    const document = documentOf({ needsKeys: true });
    const missing = referencesIn(document).filter((path) => at(document, path) === undefined);
    expect(missing).toEqual([]);
  });

  it('names every operation once', () => {
    const ids = JSON.stringify(documentOf()).match(/"operationId":"[^"]+"/g) ?? [];
    expect(ids.length).toBeGreaterThan(40);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each([
    ['', {}],
    ['/garden', {}],
    ['', { endpoints: { ...everything, hasTrain: false } }],
  ])('has every path that is served below %j with %j, and no other', async (basePath, parts) => {
    const { app, routes } = await servedRoutes(basePath, parts);
    const { paths } = (await app.inject(`${basePath}/openapi.json`)).json<{
      paths: Record<string, object>;
    }>();
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(routes.sort());
  });

  it('tells the tensors of the Open Inference Protocol by the names of the model', () => {
    const rows = documentOf({ models: [variousModels[1]!] });
    const infer = at(rows, '/paths/~1v2~1models~1rows~1infer/post/requestBody/content');
    expect(at(infer, '/application~1json/example')).toMatchInlineSnapshot(`
      {
        "inputs": [
          {
            "data": [
              15.2,
            ],
            "datatype": "FP64",
            "name": "area",
            "shape": [
              1,
            ],
          },
          {
            "data": [
              "red",
            ],
            "datatype": "BYTES",
            "name": "colour",
            "shape": [
              1,
            ],
          },
          {
            "data": [
              true,
            ],
            "datatype": "BOOL",
            "name": "ripe",
            "shape": [
              1,
            ],
          },
        ],
      }
    `);
  });

  it('asks for a key where one is needed, and not of those who only look', () => {
    const document = documentOf({ needsKeys: true });
    expect(at(document, '/security')).toEqual([{ key: [] }]);
    expect(at(document, '/paths/~1v2~1health~1live/get/security')).toEqual([]);
    expect(at(document, '/paths/~1predict/post/responses/401')).toEqual({
      $ref: '#/components/responses/singa-401',
    });
    expect(at(documentOf(), '/paths/~1predict/post/responses/401')).toBeUndefined();
  });

  it('says after how long to try again', () => {
    const headers = at(documentOf(), '/components/responses/deepaas-429/headers');
    expect(Object.keys(headers as object)).toEqual(['X-Request-Id', 'Retry-After']);
  });
});

describe('GET /openapi.json', () => {
  it('follows a model that was loaded anew', async () => {
    const slot = { name: 'pictures', isReady: true, current: modelOf() };
    const app = createApp([slot], defaultServingLimits);
    onTestFinished(async () => app.close());
    const told = async (): Promise<string> => (await app.inject('/openapi.json')).body;
    const first = await told();
    expect(first).toContain('Pictures 1.2.3');
    expect(await told()).toBe(first);
    slot.current = modelOf({ version: '2.0.0' });
    expect(await told()).toContain('Pictures 2.0.0');
  });

  it('is there for whoever has no key', async () => {
    const app = createApp([slotOf(modelOf())], defaultServingLimits, { keys: createKeyRing([]) });
    onTestFinished(async () => app.close());
    for (const url of ['/openapi.json', '/api', '/static/swagger/swagger-ui.css']) {
      expect((await app.inject(url)).statusCode, url).toBe(200);
    }
    expect((await app.inject('/v2/models/')).statusCode).toBe(401);
  });
});

/** Verbs and paths of a server, but what only answers 402, 405 or 308, and pages with their files. */
async function servedRoutes(
  basePath: string,
  parts: AppParts,
): Promise<{ app: FastifyInstance; routes: string[] }> {
  const routes: string[] = [];
  const collect = (message: unknown): void => {
    const { fastify } = message as { fastify: FastifyInstance };
    fastify.addHook('onRoute', (route: RouteOptions) => {
      if (route.onRequest === undefined) routes.push(...operationsOf(route));
    });
  };
  subscribe('fastify.initialization', collect);
  const limits = { ...defaultServingLimits, ...(basePath !== '' && { basePath }) };
  const app = createApp(models.map(slotOf), limits, parts);
  unsubscribe('fastify.initialization', collect);
  onTestFinished(async () => app.close());
  await app.ready();
  return { app, routes };
}

function operationsOf({ method, url }: RouteOptions): string[] {
  if (/\/(ui|api|static\/.*)$/.test(url)) return [];
  return [method]
    .flat()
    .filter((verb) => ['GET', 'POST', 'DELETE'].includes(verb))
    .map((verb) => `${verb} ${url.replace(/:(\w+)/g, '{$1}')}`);
}

function referencesIn(document: unknown): string[] {
  const found = JSON.stringify(document).matchAll(/"\$ref":"#([^"]+)"/g);
  return [...found].map(([, path]) => path!);
}

/** The value at a JSON pointer. */
function at(value: unknown, pointer: string): unknown {
  const names = pointer.split('/').slice(1);
  return names
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((part, name) => Reflect.get(Object(part), name), value);
}
