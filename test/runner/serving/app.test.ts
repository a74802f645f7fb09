import type { InjectOptions } from 'fastify';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Predictor } from '../../../runner/src/inference/predictor.ts';
import { createApp } from '../../../runner/src/serving/app.ts';
import { defaultServingLimits, type ServingLimits } from '../../../runner/src/serving/limits.ts';
import { silentLogger } from '../../../runner/src/world.ts';
import { certain, echo, fakePictures, fakeTable } from './fake-predictor.ts';

const opened: ReturnType<typeof createApp>[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((app) => app.close()));
});

function serve(
  limits: Partial<ServingLimits> = {},
  predictors: readonly Predictor[] = [fakePictures(), fakeTable()],
  logger = silentLogger,
): ReturnType<typeof createApp> {
  const app = createApp(predictors, { ...defaultServingLimits, ...limits }, logger);
  opened.push(app);
  return app;
}

const json = 'application/json; charset=utf-8';
const plain = 'text/plain; charset=utf-8';
const pictures = '/v2/models/pictures/predict/';
const table = '/v2/models/table/predict/';
const versionText =
  '{"version": "stable", "id": "v2", "links": [{"rel": "self", "type": "application/json", "href": "/v2/"}]}';
const picturesText =
  '{"id": "0", "name": "pictures", "links": [{"rel": "self", "href": "/v2/models/pictures"}], ' +
  '"description": "Pictures", "author": "Ada Lovelace, Alan Turing", "version": "1.2.3", ' +
  '"license": "Apache-2.0", "summary": "Tells a from b."}';

function posted(url: string, type: string, payload: string): InjectOptions {
  return { method: 'POST', url, headers: { 'content-type': type }, payload };
}

const postedJson = (url: string, value: unknown): InjectOptions =>
  posted(url, 'application/json', JSON.stringify(value));

const missing = '{"data": ["Missing data for required field."]}';

describe('golden exchanges of DEEPaaS', () => {
  it.each<[string, InjectOptions, number, string, string]>([
    [
      'G1 versions',
      { url: '/' },
      200,
      json,
      `{"versions": [${versionText}], "links": [{"rel": "help", "type": "text/html", "href": "/api"}, ` +
        '{"rel": "describedby", "type": "application/json", "href": "/swagger.json"}]}',
    ],
    ['G3 version', { url: '/v2/' }, 200, json, versionText],
    ['G4 one model', { url: '/v2/models/pictures/' }, 200, json, picturesText],
    ['G5 empty body', { method: 'POST', url: pictures }, 422, 'application/json', missing],
    ['G12 no picture', postedJson(pictures, { x: 1 }), 422, 'application/json', missing],
    [
      'G13 malformed JSON',
      posted(pictures, 'application/json', '{"data":'),
      400,
      'application/json',
      '{"json": ["Invalid JSON body."]}',
    ],
    ['G21 no such path', { url: '/nope' }, 404, plain, '404: Not Found'],
    ['G21 no such model', { url: '/v2/models/zzz/' }, 404, plain, '404: Not Found'],
    [
      'G21 no such model, any verb',
      { method: 'DELETE', url: '/v2/models/zzz/' },
      404,
      plain,
      '404: Not Found',
    ],
    [
      'G29 a prediction',
      postedJson(pictures, { data: 'a' }),
      200,
      json,
      '{"status": "OK", "predictions": {"label": "a", "probability": 1, "probabilities": {"a": 1, "other": 0}}}',
    ],
  ])('%s', async (_, request, status, type, body) => {
    const answer = await serve().inject(request);
    expect([answer.statusCode, answer.headers['content-type'], answer.body]).toEqual([
      status,
      type,
      body,
    ]);
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('G4 lists every model', async () => {
    const answer = await serve().inject('/v2/models/');
    expect(answer.body.startsWith(`{"models": [${picturesText}, {"id": "1", "name": "table"`)).toBe(
      true,
    );
  });

  it.each<[string, InjectOptions['method'], string]>([
    ['/v2?a=1', 'GET', '/v2/?a=1'],
    ['/v2/models', 'GET', '/v2/models/'],
    ['/v2/models/table', 'HEAD', '/v2/models/table/'],
    ['/v2/models/table/predict?x=1&y=%2F', 'POST', '/v2/models/table/predict/?x=1&y=%2F'],
  ])('G2, G6 sends %s (%s) to the form with a slash', async (url, method, location) => {
    const answer = await serve().inject({ url, method: method ?? 'GET' });
    expect([answer.statusCode, answer.headers.location]).toEqual([308, location]);
    if (method !== 'HEAD') expect(answer.body).toBe('308: Permanent Redirect');
  });

  it.each<[InjectOptions['method'], string, string]>([
    ['PUT', '/v2/models/', 'GET'],
    ['POST', '/v2/', 'GET'],
    ['GET', pictures, 'POST'],
    ['HEAD', pictures, 'POST'],
    ['DELETE', pictures, 'POST'],
  ])('G22 refuses %s %s', async (method, url, allow) => {
    const answer = await serve().inject({ url, method: method ?? 'GET' });
    expect([answer.statusCode, answer.headers.allow]).toEqual([405, allow]);
  });

  it('G27 a model that throws is a 500 without a stack, which the log has', async () => {
    const logged: string[] = [];
    const broken = fakePictures({}, () => {
      throw Object.assign(new Error('secret place /home/ada'), { statusCode: 418 });
    });
    const logger = { ...silentLogger, warn: (text: string) => void logged.push(text) };
    const answer = await serve({}, [broken], logger).inject(postedJson(pictures, { data: 'a' }));
    expect([answer.statusCode, answer.headers['content-type'], answer.body]).toEqual([
      500,
      plain,
      '500 Internal Server Error\n\nServer got itself in trouble',
    ]);
    expect(logged.join()).toContain('secret place');
    expect(logged.join()).toContain(String(answer.headers['x-request-id']));
    expect(logged.join()).toContain('app.test.ts');
  });
});

describe('other than DEEPaaS', () => {
  it.each(['live', 'ready'])('says that it is %s', async (state) => {
    const answer = await serve().inject(`/v2/health/${state}`);
    expect([answer.statusCode, answer.body]).toEqual([200, `{"${state}": true}`]);
  });

  it('answers HEAD without a body and OPTIONS with the verbs', async () => {
    const app = serve();
    const head = await app.inject({ method: 'HEAD', url: '/v2/models/' });
    expect([head.statusCode, head.body]).toEqual([200, '']);
    const options = await app.inject({ method: 'OPTIONS', url: pictures });
    expect([options.statusCode, options.headers.allow]).toEqual([204, 'POST,OPTIONS']);
  });

  it('shows browsers a page with a form for each model', async () => {
    const hostile = fakeTable({ title: '<script>alert(1)</script>' });
    const accept = 'text/html,application/xhtml+xml,*/*;q=0.8';
    const answer = await serve({}, [hostile]).inject({ url: '/', headers: { accept } });
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.body).not.toContain('<script>alert');
    expect(answer.body).toContain('action="/v2/models/table/predict/"');
    expect(answer.body).toContain('<option>blue</option>');
  });

  it('lets pages of the named origins call, and no others', async () => {
    const app = serve({ corsOrigins: ['https://example.org'] });
    const preflight = (origin: string) =>
      app.inject({
        method: 'OPTIONS',
        url: pictures,
        headers: { origin, 'access-control-request-method': 'POST' },
      });
    const allowed = await preflight('https://example.org');
    expect(allowed.headers['access-control-allow-origin']).toBe('https://example.org');
    const other = await preflight('https://example.com');
    expect(other.headers['access-control-allow-origin']).toBeUndefined();
    const failed = await app.inject({
      ...postedJson(pictures, {}),
      headers: { origin: 'https://example.org', 'content-type': 'application/json' },
    });
    expect(failed.headers['access-control-allow-origin']).toBe('https://example.org');
    const without = await serve().inject({ url: '/', headers: { origin: 'https://example.org' } });
    expect(without.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('puts everything below a base path', async () => {
    const app = serve({ basePath: '/custom' });
    const statuses = ['/custom', '/custom/v2/', '/custom/', '/', '/v2/'].map(
      async (url) => (await app.inject(url)).statusCode,
    );
    expect(await Promise.all(statuses)).toEqual([200, 200, 404, 404, 404]);
    expect((await app.inject('/custom/v2/models/')).body).toContain('"/custom/v2/models/pictures"');
  });

  it('refuses two modules of one name, an odd name and a base path that is none', () => {
    expect(() => createApp([fakeTable(), fakeTable()], defaultServingLimits)).toThrow(
      /called table/,
    );
    expect(() => createApp([fakeTable({ id: 'a/:b' })], defaultServingLimits)).toThrow(/address/);
    expect(() => createApp([], { ...defaultServingLimits, basePath: 'x/' })).toThrow(/base-path/);
  });
});

describe('what is predicted', () => {
  it.each<[string, string, unknown, unknown]>([
    ['a picture in data', pictures, { data: 'p' }, 'p'],
    ['a picture in image', pictures, { image: 'p', other: 1 }, 'p'],
    ['a picture alone', pictures, 'p', 'p'],
    ['pictures', pictures, { data: ['p', 'q'] }, ['p', 'q']],
    ['a list of one', pictures, { data: ['p'] }, ['p']],
    ['a row', table, { x: 1.5 }, '{"x":1.5}'],
    ['a row in data', table, { data: { x: 1 } }, '{"x":1}'],
    ['rows', table, { data: [{ x: 1 }, { x: 2 }] }, ['{"x":1}', '{"x":2}']],
    ['rows alone', table, [{ x: 1 }], ['{"x":1}']],
  ])('%s', async (_, url, value, labels) => {
    const answer = await serve().inject(postedJson(url, value));
    const { predictions } = answer.json<{ predictions: { label: string } | { label: string }[] }>();
    expect(
      Array.isArray(predictions) ? predictions.map(({ label }) => label) : predictions.label,
    ).toEqual(labels);
  });

  it('a row of a table with a column called data', async () => {
    const odd = fakeTable({ inputs: [{ name: 'data', type: 'number' }] });
    const answer = await serve({}, [odd]).inject(postedJson(table, { data: 3 }));
    expect(answer.json().predictions.label).toBe('{"data":3}');
  });

  it('a form, urlencoded', async () => {
    const type = 'application/x-www-form-urlencoded';
    const answer = await serve().inject(posted(table, type, 'x=1.5&colour=dark+red'));
    expect(answer.json().predictions.label).toBe('{"x":"1.5","colour":"dark red"}');
  });

  it.each<[string, InjectOptions]>([
    ['empty JSON', posted(table, 'application/json', '')],
    ['an empty object', postedJson(table, {})],
    ['null', postedJson(table, { data: null })],
    ['an unknown type', posted(table, 'text/weird', 'hello')],
    ['an empty form', posted(table, 'application/x-www-form-urlencoded', '')],
  ])('nothing, when the body is %s', async (_, request) => {
    const answer = await serve().inject(request);
    expect([answer.statusCode, answer.body]).toEqual([422, missing]);
  });

  it('says what is wrong with an input and what to do', async () => {
    const answer = await serve().inject(postedJson(pictures, { data: ['p', 'bad'] }));
    expect([answer.statusCode, answer.body]).toEqual([
      422,
      '{"data": ["bad is not a picture", "Send a picture."]}',
    ]);
  });

  it.each(['{"__proto__": {"x": 1}}', '{"constructor": {"prototype": {"x": 1}}}'])(
    'refuses %s',
    async (text) => {
      const answer = await serve().inject(posted(table, 'application/json', text));
      expect([answer.statusCode, answer.body]).toEqual([400, '{"json": ["Invalid JSON body."]}']);
    },
  );
});

describe('limits', () => {
  it('answers 413 to a large body', async () => {
    const answer = await serve({ maxBodyBytes: 100 }).inject(
      postedJson(pictures, { data: 'p'.repeat(100) }),
    );
    expect([answer.statusCode, answer.body]).toEqual([
      413,
      'Maximum request body size 100 exceeded.',
    ]);
  });

  it('answers 413 to a long list', async () => {
    const answer = await serve({ maxInputs: 2 }).inject(postedJson(pictures, ['a', 'b', 'c']));
    expect([answer.statusCode, answer.body]).toEqual([413, 'At most 2 inputs a request.']);
  });

  it('answers 429 while all slots are taken, and 200 again after', async () => {
    const started = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const slow = fakePictures({}, async (raw) => {
      started.resolve();
      await finish.promise;
      return echo(raw);
    });
    const app = serve({ maxConcurrent: 1 }, [slow]);
    const first = app.inject(postedJson(pictures, 'first'));
    void first.then(() => {});
    await started.promise;
    const second = await app.inject(postedJson(pictures, 'second'));
    expect([second.statusCode, second.headers['retry-after']]).toEqual([429, '1']);
    finish.resolve();
    expect((await first).statusCode).toBe(200);
    expect((await app.inject(postedJson(pictures, 'third'))).statusCode).toBe(200);
  });

  it('answers 504 past the deadline, and keeps the slot until the model is done', async () => {
    const finish = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<void>();
    const slow = fakePictures({}, async () => {
      await finish.promise;
      setImmediate(ended.resolve);
      return [certain('late')];
    });
    const app = serve({ maxConcurrent: 1, requestTimeoutMs: 20 }, [slow]);
    const late = await app.inject(postedJson(pictures, 'x'));
    expect([late.statusCode, late.body]).toEqual([504, '504: Gateway Timeout']);
    expect((await app.inject(postedJson(pictures, 'x'))).statusCode).toBe(429);
    finish.resolve();
    await ended.promise;
    expect((await app.inject(postedJson(pictures, 'x'))).statusCode).toBe(200);
  });
});

it('never mixes up the answers of concurrent requests', async () => {
  const random = fakePictures({}, async (raw) => {
    const label = String((raw as { value: unknown }).value);
    for (let turn = 0; turn < label.length % 7; turn += 1) await new Promise(setImmediate);
    return echo(raw);
  });
  const app = serve({ maxConcurrent: 100 }, [random]);
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.string().filter((text) => text !== 'bad'),
        { minLength: 1, maxLength: 40 },
      ),
      async (texts) => {
        const answers = await Promise.all(
          texts.map((text) => app.inject(postedJson(pictures, { data: text }))),
        );
        expect(answers.map((answer) => answer.json().predictions.label)).toEqual(texts);
      },
    ),
    { numRuns: 30 },
  );
});
