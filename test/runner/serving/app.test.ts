import type { InjectOptions } from 'fastify';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Predictor } from '../../../runner/src/inference/predictor.ts';
import { createApp } from '../../../runner/src/serving/app.ts';
import {
  defaultServingLimits,
  type ModelLimits,
  type ServingLimits,
} from '../../../runner/src/serving/limits.ts';
import { silentLogger } from '../../../runner/src/world.ts';
import { echo, fakePictures, fakeTable } from './fake-predictor.ts';
import { fakeSlot } from './fake-slot.ts';

const opened: ReturnType<typeof createApp>[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((app) => app.close()));
});

async function serve(
  limits: Partial<ServingLimits & ModelLimits> = {},
  predictors: readonly Predictor[] = [fakePictures(), fakeTable()],
  logger = silentLogger,
): Promise<ReturnType<typeof createApp>> {
  const slots = await Promise.all(predictors.map(async (one) => fakeSlot(one, limits)));
  const app = createApp(slots, { ...defaultServingLimits, ...limits }, { logger });
  opened.push(app);
  return app;
}

const pictures = '/v2/models/pictures/predict/';
const table = '/v2/models/table/predict/';
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

it('describes a module as DEEPaaS does', async () => {
  const app = await serve();
  expect((await app.inject('/v2/models/pictures/')).body).toBe(picturesText);
  const all = (await app.inject('/v2/models/')).body;
  expect(all.startsWith(`{"models": [${picturesText}, {"id": "1", "name": "table"`)).toBe(true);
});

it('tells of a model that throws nothing but the request, and the log everything', async () => {
  const logged: string[] = [];
  const broken = fakePictures({}, () => {
    throw Object.assign(new Error('secret place /home/ada'), { statusCode: 418 });
  });
  const logger = { ...silentLogger, warn: (text: string) => void logged.push(text) };
  const app = await serve({}, [broken], logger);
  const answer = await app.inject(postedJson(pictures, { data: 'a' }));
  const id = String(answer.headers['x-request-id']);
  expect([answer.statusCode, answer.body.includes('secret'), answer.body.includes(id)]).toEqual([
    ...[500, false, true],
  ]);
  expect(logged.join()).toContain('secret place');
  expect(logged.join()).toContain(id);
  expect(logged.join()).toContain('app.test.ts');
});

describe('other than DEEPaaS', () => {
  it.each(['live', 'ready'])('says that it is %s', async (state) => {
    const answer = await (await serve()).inject(`/v2/health/${state}`);
    expect([answer.statusCode, answer.body]).toEqual([200, `{"${state}":true}`]);
  });

  it.each(['/v2/models/pictures/infer', '/predict', '/'])(
    'predicts nothing at %s where predictions are turned off',
    async (url) => {
      const slot = await fakeSlot(fakePictures(), {});
      const endpoints = { hasPredict: false, hasTrain: false, hasDoc: true };
      const app = createApp([slot], defaultServingLimits, { endpoints });
      opened.push(app);
      expect((await app.inject(postedJson(url, {}))).statusCode).toBe(402);
    },
  );

  it('answers HEAD without a body and OPTIONS with the verbs', async () => {
    const app = await serve();
    const head = await app.inject({ method: 'HEAD', url: '/v2/models/' });
    expect([head.statusCode, head.body]).toEqual([200, '']);
    const options = await app.inject({ method: 'OPTIONS', url: pictures });
    expect([options.statusCode, options.headers.allow]).toEqual([204, 'POST,OPTIONS']);
  });

  it('lets pages of the named origins call, and no others', async () => {
    const app = await serve({ corsOrigins: ['https://example.org'] });
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
    const without = await (
      await serve()
    ).inject({ url: '/', headers: { origin: 'https://example.org' } });
    expect(without.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('puts everything below a base path', async () => {
    const app = await serve({ basePath: '/custom' });
    const statuses = ['/custom', '/custom/v2/', '/custom/', '/', '/v2/'].map(
      async (url) => (await app.inject(url)).statusCode,
    );
    expect(await Promise.all(statuses)).toEqual([200, 200, 404, 404, 404]);
    expect((await app.inject('/custom/v2/models/')).body).toContain('"/custom/v2/models/pictures"');
  });

  it('refuses two modules of one name, an odd name and a base path that is none', async () => {
    const same = [fakeTable(), fakeTable()];
    await expect(serve({}, same)).rejects.toThrow(/called table/);
    await expect(serve({}, [fakeTable({ id: 'a/:b' })])).rejects.toThrow(/address/);
    await expect(serve({ basePath: 'x/' })).rejects.toThrow(/base-path/);
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
    const answer = await (await serve()).inject(postedJson(url, value));
    const { predictions } = answer.json<{ predictions: { label: string } | { label: string }[] }>();
    expect(
      Array.isArray(predictions) ? predictions.map(({ label }) => label) : predictions.label,
    ).toEqual(labels);
  });

  it('a row of a table with a column called data', async () => {
    const odd = fakeTable({ inputs: [{ name: 'data', type: 'number' }] });
    const answer = await (await serve({}, [odd])).inject(postedJson(table, { data: 3 }));
    expect(answer.json().predictions.label).toBe('{"data":3}');
  });

  it('a form, urlencoded', async () => {
    const type = 'application/x-www-form-urlencoded';
    const answer = await (await serve()).inject(posted(table, type, 'x=1.5&colour=dark+red'));
    expect(answer.json().predictions.label).toBe('{"x":"1.5","colour":"dark red"}');
  });

  it.each<[string, InjectOptions]>([
    ['empty JSON', posted(table, 'application/json', '')],
    ['an empty object', postedJson(table, {})],
    ['null', postedJson(table, { data: null })],
    ['an unknown type', posted(table, 'text/weird', 'hello')],
    ['an empty form', posted(table, 'application/x-www-form-urlencoded', '')],
  ])('nothing, when the body is %s', async (_, request) => {
    const answer = await (await serve()).inject(request);
    expect([answer.statusCode, answer.body]).toEqual([422, missing]);
  });

  it('says what is wrong with an input and what to do', async () => {
    const answer = await (await serve()).inject(postedJson(pictures, { data: ['p', 'bad'] }));
    expect([answer.statusCode, answer.body]).toEqual([
      422,
      '{"data": ["bad is not a picture", "Send a picture."]}',
    ]);
  });

  it.each(['{"__proto__": {"x": 1}}', '{"constructor": {"prototype": {"x": 1}}}'])(
    'refuses %s',
    async (text) => {
      const answer = await (await serve()).inject(posted(table, 'application/json', text));
      expect([answer.statusCode, answer.body]).toEqual([400, '{"json": ["Invalid JSON body."]}']);
    },
  );
});

describe('limits', () => {
  it('answers 413 to a large body', async () => {
    const answer = await (
      await serve({ maxBodyBytes: 100 })
    ).inject(postedJson(pictures, { data: 'p'.repeat(100) }));
    expect([answer.statusCode, answer.body]).toEqual([
      413,
      'Maximum request body size 100 exceeded.',
    ]);
  });

  it('answers 413 to a long list', async () => {
    const answer = await (
      await serve({ maxInputs: 2 })
    ).inject(postedJson(pictures, ['a', 'b', 'c']));
    expect([answer.statusCode, answer.body]).toEqual([413, 'At most 2 inputs a request']);
  });

  it('answers 429 while the queue is full, and 200 again after', async () => {
    const started = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const slow = fakePictures({}, async (raw) => {
      started.resolve();
      await finish.promise;
      return echo(raw);
    });
    const app = await serve({ maxQueue: 1 }, [slow]);
    const first = app.inject(postedJson(pictures, 'first'));
    void first.then(() => {});
    await started.promise;
    const second = app.inject(postedJson(pictures, 'second'));
    void second.then(() => {});
    const third = await app.inject(postedJson(pictures, 'third'));
    expect([third.statusCode, third.headers['retry-after']]).toEqual([429, '1']);
    finish.resolve();
    expect([(await first).statusCode, (await second).statusCode]).toEqual([200, 200]);
    expect((await app.inject(postedJson(pictures, 'fourth'))).statusCode).toBe(200);
  });

  it('answers 429 when bodies would take too much memory together', async () => {
    const started = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const slow = fakePictures({}, async (raw) => {
      started.resolve();
      await finish.promise;
      return echo(raw);
    });
    const app = await serve({ maxBytesInFlight: 150 }, [slow]);
    const large = postedJson(pictures, { data: 'p'.repeat(80) });
    const first = app.inject(large);
    void first.then(() => {});
    await started.promise;
    expect((await app.inject(large)).statusCode).toBe(429);
    finish.resolve();
    expect((await first).statusCode).toBe(200);
    expect((await app.inject(large)).statusCode).toBe(200);
  });

  it('answers 504 past the deadline', async () => {
    const stuck = fakePictures({}, async () => new Promise<never>(() => {}));
    const app = await serve({ requestTimeoutMs: 20 }, [stuck]);
    const late = await app.inject(postedJson(pictures, 'x'));
    expect([late.statusCode, late.body]).toEqual([504, '504: Gateway Timeout']);
  });

  it('gives the same answer again without asking the model, when told to keep it', async () => {
    let asked = 0;
    const counting = fakePictures({}, (raw) => {
      asked += 1;
      return echo(raw);
    });
    const app = await serve({ cachedRequests: 2 }, [counting]);
    const ask = async (data: string): Promise<string> =>
      (await app.inject(postedJson(pictures, { data }))).body;
    const first = await ask('a');
    expect([await ask('a'), asked]).toEqual([first, 1]);
    expect([(await ask('b')) === first, asked]).toEqual([false, 2]);
    await ask('c');
    await ask('a');
    expect(asked).toBe(4);
  });
});

it('never mixes up the answers of concurrent requests', async () => {
  const random = fakePictures({}, async (raw) => {
    const label = String((raw as { value: unknown }).value);
    for (let turn = 0; turn < label.length % 7; turn += 1) await new Promise(setImmediate);
    return echo(raw);
  });
  const app = await serve({ maxQueue: 100 }, [random]);
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
