import { Failure, type Field } from '@orangery/schemas';
import fastify, { type FastifyInstance, type InjectOptions } from 'fastify';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { RawInput } from '../../../../runner/src/recipes/recipe.ts';
import { defaultServingLimits } from '../../../../runner/src/serving/limits.ts';
import { tooBusy } from '../../../../runner/src/serving/request-problem.ts';
import type { ModelSlot } from '../../../../runner/src/serving/served-model.ts';
import { addSingaAutoPaths } from '../../../../runner/src/serving/singa-auto/index.ts';
import { silentLogger } from '../../../../runner/src/world.ts';
import { classOutputs, elm, answeringSlot, type AnsweringSlot } from '../answering-slot.ts';

const opened: FastifyInstance[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((app) => app.close()));
});

const warnings: string[] = [];
function serve(slots: readonly ModelSlot[], basePath?: string): FastifyInstance {
  const app = fastify();
  opened.push(app);
  warnings.length = 0;
  addSingaAutoPaths(app, {
    slots,
    hasPredict: true,
    limits: { ...defaultServingLimits, maxInputs: 3, maxFiles: 3, maxBodyBytes: 2000 },
    logger: { ...silentLogger, warn: (line) => void warnings.push(line) },
    ...(basePath !== undefined && { basePath }),
  });
  return app;
}

const leaves = (): AnsweringSlot =>
  answeringSlot(
    { name: 'leaves', inputs: [{ name: 'image', type: 'image' }], outputs: classOutputs },
    () => [elm],
  );
const posted = (url: string, payload: unknown): InjectOptions => ({
  method: 'POST',
  url,
  headers: { 'content-type': 'application/json' },
  payload: JSON.stringify(payload),
});

async function told(
  app: FastifyInstance,
  options: InjectOptions,
): Promise<[status: number, body: unknown]> {
  const { statusCode, body } = await app.inject(options);
  return [statusCode, JSON.parse(body)];
}

async function multipart(
  parts: readonly [name: string, content: string | Blob, fileName?: string][],
): Promise<InjectOptions> {
  const form = new FormData();
  for (const [name, content, fileName] of parts) {
    if (typeof content === 'string') form.append(name, content);
    else form.append(name, content, fileName);
  }
  const sent = new Response(form);
  return {
    method: 'POST',
    url: '/',
    headers: { 'content-type': sent.headers.get('content-type')! },
    payload: Buffer.from(await sent.arrayBuffer()),
  };
}

const value = (one: unknown): RawInput => ({ kind: 'value', value: one });

describe('POST /predict', () => {
  it('answers one query by one prediction, several by a list', async () => {
    const slot = leaves();
    const app = serve([slot]);
    const query = [[[1, 2, 3]]];
    expect(await told(app, posted('/predict', { query }))).toEqual([
      200,
      { prediction: [0.25, 0.5, 0.25], predictions: [] },
    ]);
    expect(await told(app, posted('/predict', { queries: ['YQ==', 'Yg=='] }))).toEqual([
      200,
      {
        prediction: null,
        predictions: [
          [0.25, 0.5, 0.25],
          [0.25, 0.5, 0.25],
        ],
      },
    ]);
    expect(slot.asked).toEqual([value(query), value('YQ=='), value('Yg==')]);
    expect(await told(app, posted('/predict', { queries: [] }))).toEqual([
      200,
      { prediction: null, predictions: [] },
    ]);
  });

  it('lies below a base path', async () => {
    const app = serve([leaves()], '/base');
    expect((await app.inject(posted('/base/predict', { query: 'a' }))).statusCode).toBe(200);
    expect((await app.inject(posted('/base', 'a'))).statusCode).toBe(200);
  });

  const number: Field = { name: 'value', type: 'number' };
  const tagged = (values: string[]): Field[] => [
    { name: 'tokens', type: 'tokens' },
    { name: 'labels', type: 'tokens', values },
  ];
  const sentence = { tokens: ['a', 'b'], labels: ['1', '0'] };
  const boxes = [{ label: 'plum', score: 0.9, x: 1.4, y: 2, width: 10, height: 20 }];
  const mask = { mask: [0, 4], shares: { a: 1 } };
  it.each<[string, Field[], Record<string, unknown>, unknown]>([
    [
      'a number without its interval',
      [number, { name: 'lower', type: 'number' }],
      { value: 1.5, lower: 1 },
      1.5,
    ],
    ['tags as numbers', tagged(['0', '1']), sentence, [1, 0]],
    ['tags as names', tagged(['0', 'NOUN']), sentence, ['1', '0']],
    ['a text', [{ name: 'text', type: 'text' }], { text: 'hello' }, 'hello'],
    [
      'boxes by their corners',
      [{ name: 'boxes', type: 'boxes' }],
      { boxes },
      {
        explanations: {
          box_info: [{ coord: [1, 2, 11, 22], class_name: 'plum', score: 0.9 }],
        },
      },
    ],
    [
      'a mask as it is',
      [
        { name: 'mask', type: 'mask' },
        { name: 'shares', type: 'class-probabilities', values: ['a'] },
      ],
      mask,
      mask,
    ],
    [
      'a series as it is',
      [{ name: 'forecast', type: 'series' }],
      { forecast: [1, 2] },
      { forecast: [1, 2] },
    ],
  ])('tells %s', async (_, outputs, prediction, expected) => {
    const app = serve([answeringSlot({ name: 'm', outputs }, () => [prediction])]);
    expect(await told(app, posted('/predict', { query: 'a' }))).toEqual([
      200,
      { prediction: expected, predictions: [] },
    ]);
  });

  it('tells several predictions of one query as a list', async () => {
    const slot = answeringSlot({ name: 'm', outputs: [number] }, () => [
      { value: 1 },
      { value: 2 },
    ]);
    expect(await told(serve([slot]), posted('/predict', { query: [{}, {}] }))).toEqual([
      200,
      { prediction: [1, 2], predictions: [] },
    ]);
  });

  it.each<[unknown, number, string]>([
    [{}, 400, 'The request: expected JSON {"query": …} or {"queries": […]}, found {}'],
    [
      { queries: 'a' },
      400,
      'The request: expected JSON {"query": …} or {"queries": […]}, found queries: "a"',
    ],
    [7, 400, 'The request: expected JSON {"query": …} or {"queries": […]}, found 7'],
    [{ queries: ['a', 'b', 'c', 'd'] }, 413, 'queries: expected at most 3, found 4'],
    [{ query: [{}, {}, {}, {}] }, 413, 'queries: expected at most 3, found 4'],
    [
      {
        queries: [
          [{}, {}],
          [{}, {}],
        ],
      },
      413,
      'queries: expected at most 3, found 4',
    ],
  ])('refuses %j', async (body, status, message) => {
    expect(await told(serve([leaves()]), posted('/predict', body))).toEqual([
      status,
      { ErrorMsg: message },
    ]);
  });

  it('refuses what is no JSON, and other verbs', async () => {
    const app = serve([leaves()]);
    const broken = { ...posted('/predict', {}), payload: '{' };
    expect(await told(app, broken)).toEqual([400, { ErrorMsg: 'Invalid JSON body.' }]);
    const got = await app.inject('/predict');
    expect([got.statusCode, got.headers.allow, got.json()]).toEqual([
      405,
      'POST, OPTIONS',
      { ErrorMsg: 'Only POST, OPTIONS here' },
    ]);
  });
});

describe('POST /', () => {
  const file = (text: string): Blob => new Blob([text]);

  it('answers files by a list in their order, img before input', async () => {
    const slot = leaves();
    const form = await multipart([
      ['input', file('c'), 'c.png'],
      ['img', file('a'), 'a.png'],
      ['other', 'dropped'],
      ['img', file('b'), 'b.png'],
    ]);
    expect(await told(serve([slot]), form)).toEqual([200, [elm, elm, elm]]);
    expect(slot.asked).toEqual(
      ['a', 'b', 'c'].map((name) => ({
        kind: 'file',
        name: `${name}.png`,
        bytes: Buffer.from(name),
      })),
    );
  });

  it.each<[Field['type'], string[], unknown[]]>([
    ['text', ['[1]', '.png'], ['[1]', '.png']],
    ['tokens', ['["a","b"]', '7'], [['a', 'b'], '7']],
    ['number', ['{"x": 1}'], [{ x: 1 }]],
  ])('takes a form of %s: %j', async (type, texts, expected) => {
    const slot = answeringSlot({ name: 'm', inputs: [{ name: 'x', type }] });
    const form = await multipart(texts.map((text) => ['input', text]));
    expect((await told(serve([slot]), form))[0]).toBe(200);
    expect(slot.asked).toEqual(expected.map(value));
  });

  it('takes any JSON as one query', async () => {
    const slot = leaves();
    expect(await told(serve([slot]), posted('/', [1, [2]]))).toEqual([200, [elm]]);
    expect(slot.asked).toEqual([value([1, [2]])]);
  });

  it('tells boxes in both forms, and an item for each row of a file', async () => {
    const boxes = [{ label: 'plum', score: 1, x: 0, y: 0, width: 1, height: 1 }];
    const outputs: Field[] = [{ name: 'boxes', type: 'boxes' }];
    const slot = answeringSlot({ name: 'm', outputs }, () => [{ boxes }, { boxes: [] }]);
    const explained = { box_info: [{ coord: [0, 0, 1, 1], class_name: 'plum', score: 1 }] };
    expect(await told(serve([slot]), posted('/', 'a'))).toEqual([
      200,
      [
        { boxes, explanations: explained },
        { boxes: [], explanations: { box_info: [] } },
      ],
    ]);
  });

  it('refuses a form without img and input, and no body at all', async () => {
    const app = serve([leaves()]);
    expect(await told(app, await multipart([['data', 'a']]))).toEqual([
      400,
      { ErrorMsg: 'The form: expected img or input, found data' },
    ]);
    expect(await told(app, { method: 'POST', url: '/' })).toEqual([
      400,
      { ErrorMsg: 'The request: expected multipart img or input, or JSON, found none' },
    ]);
  });

  it('refuses more files than the limit', async () => {
    const form = await multipart(['a', 'b', 'c', 'd'].map((name) => ['img', file(name), name]));
    expect(await told(serve([leaves()]), form)).toEqual([
      413,
      { ErrorMsg: 'At most 3 files a request.' },
    ]);
  });
});

describe('several models', () => {
  const two = (): AnsweringSlot[] => [
    leaves(),
    answeringSlot({ name: 'n', outputs: [{ name: 'y', type: 'number' }] }, () => [{ y: 7 }]),
  ];
  it.each<[string, number, unknown]>([
    ['/predict', 200, { prediction: [0.25, 0.5, 0.25], predictions: [] }],
    ['/predict?model=n', 200, { prediction: 7, predictions: [] }],
    ['/predict?model=x', 404, { ErrorMsg: 'There is no model x here' }],
    ['/predict?model=n&model=x', 400, { ErrorMsg: 'model: expected one name, found several' }],
    ['/?model=n', 200, [{ y: 7 }]],
    ['/?model=x', 404, { ErrorMsg: 'There is no model x here' }],
  ])('are told apart at %s', async (url, status, body) => {
    expect(await told(serve(two()), posted(url, { query: 'a' }))).toEqual([status, body]);
  });
});

describe('failures', () => {
  it.each<[Error, number, string | RegExp]>([
    [
      new Failure('INPUT_INVALID', 'data[0]: expected a picture'),
      400,
      'data[0]: expected a picture',
    ],
    [tooBusy(), 429, 'Too many requests are waiting'],
    [new Error('secret'), 500, /^The model failed on request \S+$/],
  ])('are told as they are the caller’s: %s', async (error, status, message) => {
    const slot = answeringSlot({ name: 'm', predictInputs: async () => Promise.reject(error) });
    expect(await told(serve([slot]), posted('/predict', { query: 1 }))).toEqual([
      status,
      { ErrorMsg: typeof message === 'string' ? message : expect.stringMatching(message) },
    ]);
    expect(warnings).toHaveLength(status === 500 ? 1 : 0);
  });

  it('of a model that takes arguments alone are 501', async () => {
    const slot = answeringSlot({ name: 'm', predictInputs: undefined });
    expect(await told(serve([slot]), posted('/', 1))).toEqual([
      501,
      { ErrorMsg: 'm takes arguments, not queries' },
    ]);
  });

  it('have documented statuses whatever JSON arrives', async () => {
    const app = serve([leaves()]);
    const bodies = fc.oneof(
      fc.jsonValue(),
      fc.record({ query: fc.jsonValue() }),
      fc.record({ queries: fc.jsonValue() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('/', '/predict'), bodies, async (url, body) => {
        const { statusCode } = await app.inject(posted(url, body));
        expect([200, 400, 413]).toContain(statusCode);
      }),
    );
  });
});
