import type { FastifyInstance, InjectOptions } from 'fastify';
import { describe, expect, it } from 'vitest';
import { argumentModel } from '../../../../runner/src/serving/deepaas/argument-model.ts';
import { silentLogger } from '../../../../runner/src/world.ts';
import { deepaasTest, picture, pictureUrl } from '../../../fixtures/serving/deepaas-test.ts';
import { deepaasApp, foo, modelPath, multipart, predictPath, trainPath } from './deepaas-app.ts';

const json = 'application/json; charset=utf-8';
const bareJson = 'application/json';
const plain = 'text/plain; charset=utf-8';
const post = (url: string): InjectOptions => ({ method: 'POST', url });

const versionText =
  '{"version": "stable", "id": "v2", "links": [{"rel": "self", "type": "application/json", "href": "/v2/"}]}';
const metadataText =
  '{"id": "0", "name": "deepaas-test", "links": [{"rel": "self", "href": "/v2/models/deepaas-test"}], ' +
  '"description": "No model at all: a placeholder that shows what the paths do.", "author": "Orangery", ' +
  '"version": "0.0.1", "url": "https://example.org/deepaas-test", "license": "Apache 2.0"}';
const one = { name: 'parameter', content: '1' };

function postJson(url: string, payload: string): InjectOptions {
  return { method: 'POST', url, headers: { 'content-type': 'application/json' }, payload };
}

/**
 * As recorded of DEEPaaS 2.6.0. G2 is another protocol's: `/v2` without a final slash is the Open
 * Inference Protocol's, as is a model's own path without one.
 */
const exchanges: readonly [string, InjectOptions, number, string, string][] = [
  [
    ...(['G1', { url: '/' }, 200, json] as const),
    `{"versions": [${versionText}], "links": [{"rel": "help", "type": "text/html", "href": "/api"}, ` +
      '{"rel": "describedby", "type": "application/json", "href": "/swagger.json"}]}',
  ],
  ['G3', { url: '/v2/' }, 200, json, versionText],
  ['G4', { url: '/v2/models/' }, 200, json, `{"models": [${metadataText}]}`],
  ['G4 of one model', { url: modelPath }, 200, json, metadataText],
  [
    ...(['G5', post(predictPath), 422, bareJson] as const),
    '{"data": ["Missing data for required field."], "parameter": ["Missing data for required field."]}',
  ],
  ['G6', post(predictPath.slice(0, -1)), 308, plain, '308: Permanent Redirect'],
  [
    'G7',
    multipart(`${predictPath}?parameter=x&parameter_three=baz`, [foo]),
    ...([422, bareJson] as const),
    '{"parameter": ["Not a valid integer."], "parameter_three": ["Must be one of: foo, bar."]}',
  ],
  [
    ...(['G8', multipart(predictPath, [foo, one]), 200, json] as const),
    `{"date": "2019-01-1", "labels": [{"label": "foo", "probability": 1.0}], "data": "${pictureUrl}"}`,
  ],
  [
    'G9',
    multipart(predictPath, [foo, one], { accept: 'text/plain' }),
    ...([200, 'text/plain', pictureUrl] as const),
  ],
  [
    'G11',
    multipart(predictPath, [foo, one], { accept: 'application/xml' }),
    ...([422, bareJson] as const),
    '{"accept": ["Must be one of: application/json, text/plain, image/png."]}',
  ],
  [
    'G12',
    postJson(predictPath, '{"parameter":1,"data":"x"}'),
    ...([422, bareJson, '{"data": ["Missing data for required field."]}'] as const),
  ],
  [
    ...(['G13', postJson(predictPath, '{'), 400, bareJson] as const),
    '{"json": ["Invalid JSON body."]}',
  ],
  ['G14', { url: trainPath }, 200, json, '[]'],
  [
    ...(['G15', post(trainPath), 422, bareJson] as const),
    '{"sleep": ["Missing data for required field."]}',
  ],
  ['G21 a slash too many', { url: `${trainPath}abc/` }, 404, plain, '404: Not Found'],
  ['G21 no such training', { url: `${trainPath}nope` }, 404, plain, '404: Not Found'],
  ['G21 no such path', { url: '/nope' }, 404, plain, '404: Not Found'],
  ['G21 no such path for any body', postJson('/nope', '{'), 404, plain, '404: Not Found'],
  ['G21 no such model', { url: '/v2/models/zzz/' }, 404, plain, '404: Not Found'],
  ['G22', { method: 'PUT', url: trainPath }, 405, plain, '405: Method Not Allowed'],
];

describe('golden exchanges with the test model', () => {
  it.each(exchanges)('%s', async (_, request, status, type, body) => {
    const answer = await (await deepaasApp()).inject(request);
    expect([answer.statusCode, answer.headers['content-type'], answer.body]).toEqual([
      ...[status, type, body],
    ]);
  });

  it('G10 sends the bytes of a picture', async () => {
    const app = await deepaasApp();
    const answer = await app.inject(multipart(predictPath, [foo, one], { accept: 'image/png' }));
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'image/png']);
    expect(answer.rawPayload.equals(picture)).toBe(true);
  });

  it.each<[string, InjectOptions['method'], string]>([
    [predictPath, 'POST', predictPath],
    [`${predictPath}?x=1&y=%2F`, 'POST', `${predictPath}?x=1&y=%2F`],
    [trainPath, 'GET', trainPath],
    ['/v2/models/?a', 'GET', '/v2/models/?a'],
    ['/v2/debug/', 'HEAD', '/v2/debug/'],
  ])('G6 sends %s without its slash there (%s)', async (url, method, location) => {
    const answer = await (
      await deepaasApp()
    ).inject({
      ...{ url: url.replace(/\/(?=$|\?)/, ''), method: method ?? 'GET' },
    });
    expect([answer.statusCode, answer.headers.location]).toEqual([308, location]);
  });

  it.each<[InjectOptions['method'], string, string]>([
    ['PUT', trainPath, 'GET,POST'],
    ['POST', `${trainPath}abc`, 'DELETE,GET'],
    ['GET', predictPath, 'POST'],
    ['HEAD', predictPath, 'POST'],
    ['POST', '/v2/models/', 'GET'],
    ['PUT', '/v2/models/', 'GET'],
    ['DELETE', '/v2/models/', 'GET'],
    // POST of it is SINGA-Auto's
    ['PUT', '/', 'GET,POST'],
    ['POST', '/swagger.json', 'GET'],
    ['POST', '/ui', 'GET,HEAD'],
  ])('G22 refuses %s %s and says what is allowed', async (method, url, allow) => {
    const answer = await (await deepaasApp()).inject({ url, method: method ?? 'GET' });
    expect([answer.statusCode, answer.headers.allow]).toEqual([405, allow]);
  });

  it('G23 answers HEAD and OPTIONS, other than DEEPaaS', async () => {
    const app = await deepaasApp();
    const head = await app.inject({ method: 'HEAD', url: '/v2/models/' });
    expect([head.statusCode, head.body]).toEqual([200, '']);
    const options = await app.inject({ method: 'OPTIONS', url: trainPath });
    expect([options.statusCode, options.headers.allow]).toEqual([204, 'GET,POST,HEAD,OPTIONS']);
  });

  it.each(['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'HEAD'] as const)(
    'G24 answers %s with 402 where predictions or trainings are off',
    async (method) => {
      const app = await deepaasApp({ options: { hasPredict: false, hasTrain: false } });
      for (const url of [predictPath, trainPath, `${trainPath}abc`]) {
        const answer = await app.inject({ method, url });
        expect([answer.statusCode, answer.headers['content-type']]).toEqual([402, plain]);
        if (method !== 'HEAD') expect(answer.body).toBe('402: Payment Required');
      }
    },
  );

  it.each([
    ['JSON', postJson(predictPath, JSON.stringify({ data: 'x'.repeat(100) }))],
    ['multipart', multipart(predictPath, [{ ...foo, content: 'x'.repeat(100) }])],
    ['a text of a form', multipart(predictPath, [{ name: 'a', content: 'x'.repeat(100) }])],
  ])('G25 refuses a large body of %s', async (_, request) => {
    const app = await deepaasApp({ options: { maxBodyBytes: 100 } });
    const answer = await app.inject(request);
    expect([answer.statusCode, answer.headers['content-type'], answer.body]).toEqual([
      ...[413, plain, 'Maximum request body size 100 exceeded.'],
    ]);
  });
});

describe('golden exchanges of trainings', () => {
  const record = {
    ...{
      args: { sleep: 0 },
      date: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{6})?$/),
    },
    ...{ uuid: expect.stringMatching(/^[0-9a-f]{32}$/), status: 'running' },
  };

  it('G16, G17, G19 start, end and forget one', async () => {
    const app = await deepaasApp();
    const started = await app.inject(post(`${trainPath}?sleep=0`));
    expect([started.statusCode, started.headers['content-type']]).toEqual([200, json]);
    expect(started.json()).toEqual(record);
    expect(Object.keys(started.json())).toEqual(['date', 'args', 'uuid', 'status']);
    const url = trainPath + String(started.json().uuid);
    const done = await ended(app, url);
    expect(done).toEqual({
      ...started.json(),
      status: 'done',
      result: {
        output: null,
        finish_date: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{6})?$/),
        duration: expect.stringMatching(/^0:00:0\d(\.\d{6})?$/),
      },
    });
    expect((await app.inject(trainPath)).json()).toEqual([done]);
    const removed = await app.inject({ method: 'DELETE', url });
    expect([removed.statusCode, removed.json()]).toEqual([200, done]);
    expect((await app.inject(url)).statusCode).toBe(404);
  });

  it('G18 tells why one failed', async () => {
    const failing = argumentModel({
      name: 'deepaas-test',
      train: () => {
        throw new Error('no data');
      },
    });
    const app = await deepaasApp({ models: [failing] });
    const { uuid } = (await app.inject(post(trainPath))).json();
    expect(await ended(app, trainPath + String(uuid))).toEqual({
      ...{ ...record, args: {}, status: 'error', message: 'no data' },
    });
  });

  it('G20 cancels a running one, other than DEEPaaS', async () => {
    const app = await deepaasApp();
    const started = (await app.inject(post(`${trainPath}?sleep=20`))).json();
    const url = trainPath + String(started.uuid);
    const answer = await app.inject({ method: 'DELETE', url });
    expect([answer.statusCode, answer.json()]).toEqual([200, { ...started, status: 'cancelled' }]);
    expect((await app.inject(url)).statusCode).toBe(404);
    expect((await app.inject({ method: 'DELETE', url })).statusCode).toBe(404);
  });
});

describe('golden exchanges with other models', () => {
  it('G26 says what a model has not, and lists no trainings', async () => {
    const app = await deepaasApp({ models: [argumentModel({ name: 'x' })] });
    for (const path of ['predict/', 'train/']) {
      const answer = await app.inject(post(`/v2/models/x/${path}`));
      expect([answer.statusCode, answer.headers['content-type'], answer.body]).toEqual([
        ...[501, plain, "501: Not implemented by underlying model (loaded 'x')"],
      ]);
    }
    const list = await app.inject('/v2/models/x/train/');
    expect([list.statusCode, list.body]).toEqual([200, '[]']);
  });

  it('G27 names the request of a model that throws, and keeps the rest for the log', async () => {
    const logged: string[] = [];
    const logger = { ...silentLogger, warn: (text: string) => void logged.push(text) };
    const predict = (): never => {
      throw Object.assign(new Error('secret place /home/ada'), { statusCode: 418 });
    };
    const app = await deepaasApp({ models: [argumentModel({ name: 'x', predict })], logger });
    const answer = await app.inject(post('/v2/models/x/predict/'));
    const id =
      /^500 Internal Server Error\n\nServer got itself in trouble\nRequest id: (\S+)$/.exec(
        answer.body,
      )?.[1];
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([500, plain]);
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain(`${id} Error: secret place /home/ada\n    at`);
  });

  it.each<[string, unknown]>([
    ['a wrong field', { date: 'yesterday' }],
    ['an unknown field', { other: 1 }],
    ['no object', ['foo']],
  ])('G28 tells the log of an answer with %s', async (_, value) => {
    const logged: string[] = [];
    const logger = { ...silentLogger, warn: (text: string) => void logged.push(text) };
    const response = deepaasTest.response ?? [];
    const model = argumentModel({ name: 'x', response, predict: () => value });
    const app = await deepaasApp({ models: [model], logger });
    const answer = await app.inject(post('/v2/models/x/predict/'));
    expect([answer.statusCode, answer.headers['content-type'], answer.body]).toEqual([
      ...[500, plain, '500: ERROR validating model response, check server logs.'],
    ]);
    expect(logged.join()).toContain('does not fit the fields');
  });

  it('G29 wraps any JSON', async () => {
    const model = argumentModel({ name: 'x', predict: () => [1, { a: 'ü' }, null] });
    const answer = await (
      await deepaasApp({ models: [model] })
    ).inject(post('/v2/models/x/predict/'));
    expect([answer.statusCode, answer.headers['content-type'], answer.body]).toEqual([
      ...[200, json, String.raw`{"status": "OK", "predictions": [1, {"a": "\u00fc"}, null]}`],
    ]);
  });

  it('G30 describes a model that does not describe itself', async () => {
    const app = await deepaasApp({ models: [argumentModel({ name: 'x' })] });
    expect((await app.inject('/v2/models/x/')).body).toBe(
      '{"id": "0", "name": "x", "links": [{"rel": "self", "href": "/v2/models/x"}], ' +
        '"description": "Could not load description from underlying model (loaded \'x\')"}',
    );
  });
});

/** The record at an address, once it is no longer of a running training. */
async function ended(app: FastifyInstance, url: string): Promise<unknown> {
  for (;;) {
    const record = (await app.inject(url)).json();
    if (record.status !== 'running') return record;
    await new Promise(setImmediate);
  }
}
