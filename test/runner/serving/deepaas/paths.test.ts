import type { InjectOptions } from 'fastify';
import { describe, expect, it } from 'vitest';
import { UploadedFile } from '../../../../runner/src/serving/call-sources.ts';
import { argumentModel } from '../../../../runner/src/serving/deepaas/argument-model.ts';
import { DebugLog } from '../../../../runner/src/serving/deepaas/debug-log.ts';
import { RequestProblem, tooBusy } from '../../../../runner/src/serving/request-problem.ts';
import { silentLogger } from '../../../../runner/src/world.ts';
import { deepaasTest } from '../../../fixtures/serving/deepaas-test.ts';
import { deepaasApp, deepaasPaths, modelPath, multipart, trainPath } from './deepaas-app.ts';

const x = '/v2/models/x/predict/';

describe('paths', () => {
  it.each(['GET', 'PUT', 'POST', 'DELETE'] as const)('%s of no model is 404', async (method) => {
    const app = await deepaasApp();
    for (const path of ['', 'predict/', 'train/', 'train/abc']) {
      const answer = await app.inject({ method, url: `/v2/models/no/${path}` });
      expect([answer.statusCode, answer.body]).toEqual([404, '404: Not Found']);
    }
  });

  it('leave those without a final slash to the Open Inference Protocol', async () => {
    const app = deepaasPaths();
    await app.ready();
    for (const url of ['/v2', modelPath.slice(0, -1)]) {
      expect(app.hasRoute({ method: 'GET', url })).toBe(false);
      expect(app.hasRoute({ method: 'POST', url })).toBe(false);
    }
  });

  it('stand below a base path alone', async () => {
    const app = await deepaasApp({ options: { basePath: '/custom' } });
    const urls = ['/custom', '/custom/v2/', '/custom/api', '/custom/', '/', '/v2/', '/api'];
    const statuses = urls.map(async (url) => (await app.inject(url)).statusCode);
    expect(await Promise.all(statuses)).toEqual([200, 200, 200, 404, 404, 404, 404]);
    expect((await app.inject('/custom')).body).toContain('"href": "/custom/v2/"');
    expect((await app.inject('/custom/v2/models/')).body).toContain(
      '"href": "/custom/v2/models/deepaas-test"',
    );
    expect((await app.inject('/custom/v2/models')).headers.location).toBe('/custom/v2/models/');
    expect((await app.inject('/custom/ui')).headers.location).toBe('/custom/api');
  });

  it('show the page of documents, or nothing where it is off', async () => {
    const app = deepaasPaths();
    const ui = await app.inject('/ui');
    expect([ui.statusCode, ui.headers.location, ui.body]).toEqual([302, '/api', '302: Found']);
    expect((await app.inject('/api')).body).toBe('docs');
    const off = deepaasPaths({ hasDoc: false });
    expect((await off.inject('/api')).statusCode).toBe(404);
    expect((await off.inject('/ui')).statusCode).toBe(500);
    expect((await off.inject('/swagger.json')).statusCode).toBe(200);
  });

  it('show the front page to whoever prefers HTML', async () => {
    const app = deepaasPaths();
    const bodyFor = async (accept?: string): Promise<string> =>
      (await app.inject({ url: '/', ...(accept !== undefined && { headers: { accept } }) })).body;
    expect(await bodyFor('text/html,application/xhtml+xml,*/*;q=0.8')).toBe('front');
    for (const accept of [undefined, '*/*', 'application/json', 'text/html;q=0.1, */*', 'odd']) {
      expect(await bodyFor(accept)).toContain('"versions"');
    }
  });

  it('give the latest lines of the log to /v2/debug/', async () => {
    const off = await (await deepaasApp()).inject('/v2/debug/');
    expect([off.statusCode, off.body]).toEqual([204, '']);
    const debug = new DebugLog(2, () => Date.UTC(2026, 10, 21));
    const logger = debug.of(silentLogger);
    for (const line of ['one', 'two', 'three']) logger.info(line);
    const app = await deepaasApp({ options: { debug } });
    const answer = await app.inject('/v2/debug/');
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(answer.body).toMatchInlineSnapshot(`
      "2026-11-21 00:00:00 - INFO - three
      --- DEBUG MARKER 2026-11-21 00:00:00 ---
      "
    `);
  });
});

describe('errors', () => {
  it.each<[Error, number, string, object]>([
    [tooBusy(3), 429, '429: Too Many Requests', { 'retry-after': '3' }],
    [new RequestProblem(503, 'A worker ended'), 503, '503: Service Unavailable', {}],
    [new RequestProblem(504, 'No answer in time'), 504, '504: Gateway Timeout', {}],
    [new RequestProblem(413, 'At most 2 inputs a request'), 413, 'At most 2 inputs a request', {}],
    [new RequestProblem(403, 'This key is for y'), 403, '403: This key is for y', {}],
    [new RequestProblem(422, 'Not so'), 422, '{"data": ["Not so"]}', {}],
  ])('%s', async (error, status, body, headers) => {
    const predict = (): never => {
      throw error;
    };
    const app = await deepaasApp({ models: [argumentModel({ name: 'x', predict })] });
    const answer = await app.inject({ method: 'POST', url: x });
    expect([answer.statusCode, answer.body]).toEqual([status, body]);
    expect(answer.headers).toMatchObject(headers);
  });

  it('of a model that never answers is 504', async () => {
    const predict = async (): Promise<unknown> => new Promise(() => {});
    const model = argumentModel({ name: 'x', predict });
    const app = await deepaasApp({ models: [model], options: { requestTimeoutMs: 20 } });
    expect((await app.inject({ method: 'POST', url: x })).statusCode).toBe(504);
  });

  it.each<[string, unknown]>([
    ['an object as a picture', { a: 1 }],
    ['a number', 5],
  ])('of an answer that cannot be sent: %s', async (_, value) => {
    const model = argumentModel({
      ...{ name: 'x', predict: () => value },
      predictArguments: [{ name: 'accept', type: 'string', choices: ['image/png'] }],
    });
    const app = await deepaasApp({ models: [model] });
    expect((await app.inject({ method: 'POST', url: x })).statusCode).toBe(500);
  });
});

describe('bodies', () => {
  const echo = argumentModel({
    name: 'x',
    predictArguments: [
      { name: 'text', type: 'string' },
      { name: 'list', type: 'list', items: { name: '', type: 'string' } },
      { name: 'file', type: 'file' },
      { name: 'files', type: 'list', location: 'form', items: { name: '', type: 'file' } },
      { name: 'any', type: 'any' },
    ],
    predict: (values) => told(values),
  });

  async function answerTo(request: InjectOptions): Promise<[number, unknown]> {
    const app = await deepaasApp({ models: [echo], options: { maxFiles: 2 } });
    const answer = await app.inject(request);
    return [answer.statusCode, answer.statusCode === 200 ? answer.json().predictions : answer.body];
  }

  const posted = (type: string, payload: string): InjectOptions => ({
    ...{ method: 'POST', url: x, headers: { 'content-type': type }, payload },
  });

  it('of a form, urlencoded', async () => {
    const type = 'application/x-www-form-urlencoded';
    expect(await answerTo(posted(type, 'text=dark+red&list=1&list=2&other=3'))).toEqual([
      ...[200, { text: 'dark red', list: ['1', '2'] }],
    ]);
  });

  it('of multipart, with texts, lists and files', async () => {
    const file = { name: 'file', filename: 'a.txt', content: 'A' };
    const request = multipart(x, [
      { name: 'text', content: 'ü' },
      { name: 'list', content: '1' },
      { name: 'list', content: '2' },
      file,
      { ...file, name: 'files', filename: 'b.txt' },
    ]);
    const sent = (filename: string): object => ({
      filename,
      contentType: 'text/plain',
      bytes: 'A',
    });
    expect(await answerTo(request)).toEqual([
      200,
      { text: 'ü', list: ['1', '2'], file: sent('a.txt'), files: [sent('b.txt')] },
    ]);
  });

  it('of multipart, with a file field left empty', async () => {
    const request = multipart(x, [{ name: 'file', filename: '', content: '' }]);
    expect(await answerTo(request)).toEqual([200, {}]);
  });

  it.each<[string, InjectOptions, number, string]>([
    [
      'too many files',
      multipart(x, Array(3).fill({ name: 'files', filename: 'a', content: 'a' })),
      ...([413, 'At most 2 files a request.'] as const),
    ],
    [
      'cut off',
      {
        ...multipart(x, []),
        payload: '--edge\r\nContent-Disposition: form-data; name="a"\r\n\r\nx',
      },
      ...([400, '400: Malformed multipart body'] as const),
    ],
    [
      'without an edge',
      { ...multipart(x, []), headers: { 'content-type': 'multipart/form-data' } },
      ...([400, '400: Malformed multipart body'] as const),
    ],
  ])('of multipart, %s', async (_, request, status, body) => {
    expect(await answerTo(request)).toEqual([status, body]);
  });

  it.each([
    '{"any":',
    '{"__proto__": {"a": 1}}',
    '{"constructor": {"prototype": {"a": 1}}}',
    `{"any": ${'['.repeat(200)}${']'.repeat(200)}}`,
    '['.repeat(100_000) + ']'.repeat(100_000),
  ])('of JSON that is refused (%#)', async (payload) => {
    expect(await answerTo(posted('application/json', payload))).toEqual([
      ...[400, '{"json": ["Invalid JSON body."]}'],
    ]);
  });

  it('of more fields or parts of JSON than can be taken apart soon', async () => {
    const fields = 'a&'.repeat(1001);
    expect(await answerTo(posted('application/x-www-form-urlencoded', fields))).toEqual([
      ...[413, 'At most 1000 fields a request.'],
    ]);
    const lists = JSON.stringify({ any: Array(250_000).fill([]) });
    expect(await answerTo(posted('application/json', lists))).toEqual([
      ...[413, 'At most 250000 lists, objects and names in a JSON body.'],
    ]);
    const parts = Array.from({ length: 1001 }, (_, index) => ({ name: `a${index}`, content: '' }));
    expect(await answerTo(multipart(x, parts))).toEqual([413, 'At most 1000 fields a request.']);
  });

  it('of a type nobody knows, or none, are no arguments', async () => {
    expect(await answerTo(posted('text/weird', 'text=1'))).toEqual([200, {}]);
    expect(await answerTo(posted('application/json', ''))).toEqual([200, {}]);
  });
});

it('a training with a file tells its name, not its content', async () => {
  const model = argumentModel({
    ...{ name: 'deepaas-test', trainArguments: [{ name: 'data', type: 'file' }] },
    train: () => null,
  });
  const app = await deepaasApp({ models: [model] });
  const parts = [{ name: 'data', filename: 'a.csv', type: 'text/csv', content: 'a,b' }];
  const answer = await app.inject(multipart(trainPath, parts));
  expect(answer.json().args).toEqual({ data: ['data', 'text/csv', 'a.csv'] });
});

it('a training whose arguments the model refuses leaves no record', async () => {
  const checkTrain = (): never => {
    throw new RequestProblem(422, 'no data');
  };
  const app = await deepaasApp({ models: [{ ...deepaasTest, trainArguments: [], checkTrain }] });
  const answer = await app.inject({ method: 'POST', url: trainPath });
  expect([answer.statusCode, answer.body]).toEqual([422, '{"data": ["no data"]}']);
  expect((await app.inject({ url: trainPath })).json()).toEqual([]);
});

/** Files as what they hold, the rest as it is. */
function told(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(told);
  if (value instanceof UploadedFile)
    return { ...value, bytes: Buffer.from(value.bytes).toString() };
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, told(part)]));
}
