import { deflateSync, gzipSync } from 'node:zlib';
import { Failure } from '@orangery/schemas';
import fastify, { type FastifyInstance, type InjectOptions } from 'fastify';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { addOpenInferencePaths } from '../../../../runner/src/serving/open-inference/index.ts';
import { tooBusy } from '../../../../runner/src/serving/request-problem.ts';
import type { ModelSlot } from '../../../../runner/src/serving/served-model.ts';
import { silentLogger } from '../../../../runner/src/world.ts';
import { classOutputs, elm, answeringSlot } from '../answering-slot.ts';

const opened: FastifyInstance[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((app) => app.close()));
});

const warnings: string[] = [];
const leaves = (): ReturnType<typeof answeringSlot> =>
  answeringSlot(
    { name: 'leaves', inputs: [{ name: 'image', type: 'image' }], outputs: classOutputs },
    () => [elm],
  );

function serve(slots: readonly ModelSlot[] = [leaves()], basePath?: string): FastifyInstance {
  const app = fastify();
  opened.push(app);
  warnings.length = 0;
  addOpenInferencePaths(app, {
    slots,
    serverVersion: '4.5.6',
    hasPredict: true,
    limits: { maxBodyBytes: 2000, maxInputs: 10, requestTimeoutMs: 1000 },
    logger: { ...silentLogger, warn: (line) => void warnings.push(line) },
    ...(basePath !== undefined && { basePath }),
  });
  return app;
}

async function told(
  app: FastifyInstance,
  options: InjectOptions,
): Promise<[status: number, body: unknown]> {
  const { statusCode, body } = await app.inject(options);
  return [statusCode, body === '' ? '' : JSON.parse(body)];
}

const infer = '/v2/models/leaves/infer';
const request = (inputs: unknown, more: object = {}): string => JSON.stringify({ inputs, ...more });
const picture = { name: 'image', datatype: 'BYTES', shape: [1], data: ['b25l'] };
const posted = (payload: string | Buffer, headers: Record<string, string> = {}): InjectOptions => ({
  method: 'POST',
  url: infer,
  payload,
  headers,
});

describe('what is there', () => {
  const metadata = {
    name: 'leaves',
    versions: ['1.2.3'],
    platform: 'orangery_wasm',
    inputs: [{ name: 'image', datatype: 'BYTES', shape: [-1] }],
    outputs: [
      { name: 'label', datatype: 'BYTES', shape: [-1] },
      { name: 'probability', datatype: 'FP64', shape: [-1] },
      { name: 'probabilities', datatype: 'FP64', shape: [-1, 3] },
    ],
  };
  it.each<[string, number, unknown]>([
    [
      '/v2',
      200,
      {
        name: 'orangery',
        version: '4.5.6',
        extensions: ['binary_tensor_data', 'classification'],
      },
    ],
    ['/v2/health/live', 200, { live: true }],
    ['/v2/health/ready', 200, { ready: true }],
    ['/v2/models/leaves', 200, metadata],
    ['/v2/models/leaves/versions/1.2.3', 200, metadata],
    ['/v2/models/leaves/ready', 200, { name: 'leaves', ready: true }],
    ['/v2/models/leaves/versions/1.2.3/ready', 200, { name: 'leaves', ready: true }],
    ['/v2/models/roots', 404, { error: 'There is no model roots here' }],
    ['/v2/models/roots/ready', 404, { error: 'There is no model roots here' }],
    ['/v2/models/leaves/versions/9', 404, { error: 'leaves is here in version 1.2.3, not 9' }],
  ])('is told at %s', async (url, status, body) => {
    expect(await told(serve(), { url })).toEqual([status, body]);
    expect(await told(serve([leaves()], '/base'), { url: `/base${url}` })).toEqual([status, body]);
    const head = await serve().inject({ method: 'HEAD', url });
    expect([head.statusCode, head.body]).toEqual([status, '']);
  });

  it.each(['/v2/', '/v2/models/leaves/', '/v2/models/leaves/ready/'])(
    'leaves %s to others',
    async (url) => {
      expect((await serve().inject({ url })).json()).toMatchObject({
        statusCode: 404,
        error: 'Not Found',
      });
    },
  );

  it('is not ready before all models are', async () => {
    const app = serve([leaves(), answeringSlot({ name: 'roots' }, () => [], false)]);
    const answer = await app.inject({ url: '/v2/health/ready' });
    expect([answer.statusCode, answer.json(), answer.headers['retry-after']]).toEqual([
      503,
      { error: 'Not ready: roots' },
      '1',
    ]);
    expect((await app.inject({ url: '/v2/models/roots/ready' })).statusCode).toBe(503);
    expect((await app.inject({ url: '/v2/models/leaves/ready' })).statusCode).toBe(200);
  });

  it.each([
    ['DELETE', '/v2', 'GET, HEAD, OPTIONS'],
    ['POST', '/v2/models/leaves', 'GET, HEAD, OPTIONS'],
    ['GET', infer, 'POST, OPTIONS'],
    ['PUT', '/v2/models/leaves/versions/1/infer', 'POST, OPTIONS'],
  ] as const)('refuses %s %s', async (method, url, allow) => {
    const answer = await serve().inject({ method, url });
    expect([answer.statusCode, answer.json(), answer.headers.allow]).toEqual([
      405,
      { error: `Only ${allow} here` },
      allow,
    ]);
    const options = await serve().inject({ method: 'OPTIONS', url });
    expect([options.statusCode, options.headers.allow]).toEqual([204, allow]);
  });
});

describe('an inference', () => {
  const label = { name: 'label', datatype: 'BYTES', shape: [1], data: ['elm'] };
  const labelled = request([picture], { outputs: [{ name: 'label' }] });
  const answered = { model_name: 'leaves', model_version: '1.2.3', outputs: [label] };

  it.each<[string, InjectOptions]>([
    ['without a media type', posted(labelled)],
    ['as JSON', posted(labelled, { 'content-type': 'application/json' })],
    ['as something else', posted(labelled, { 'content-type': 'text/plain' })],
    ['of a version', { ...posted(labelled), url: '/v2/models/leaves/versions/1.2.3/infer' }],
    ['packed by gzip', posted(gzipSync(labelled), { 'content-encoding': 'gzip' })],
    ['packed by deflate', posted(deflateSync(labelled), { 'content-encoding': 'deflate' })],
    [
      'with the length of its JSON',
      posted(labelled, { 'inference-header-content-length': String(labelled.length) }),
    ],
  ])('is answered, %s', async (_, options) => {
    expect(await told(serve(), options)).toEqual([200, answered]);
  });

  it('takes and gives binary data behind the JSON', async () => {
    const slot = leaves();
    const sent = request(
      [{ name: 'image', datatype: 'BYTES', shape: [2], parameters: { binary_data_size: 11 } }],
      {
        outputs: [
          { name: 'label', parameters: { binary_data: false } },
          { name: 'probability' },
          { name: 'probabilities', parameters: { classification: 1 } },
        ],
        parameters: { binary_data_output: true },
      },
    );
    const binary = Buffer.from('010000004102000000ff00', 'hex');
    const answer = await serve([slot]).inject(
      posted(Buffer.concat([Buffer.from(sent), binary]), {
        'content-type': 'application/octet-stream',
        'inference-header-content-length': String(sent.length),
      }),
    );
    expect(slot.asked).toEqual([
      { kind: 'file', name: 'image[0]', bytes: Uint8Array.of(0x41) },
      { kind: 'file', name: 'image[1]', bytes: Uint8Array.of(0xff, 0x00) },
    ]);
    expect(answer.headers['content-type']).toBe('application/octet-stream');
    const length = Number(answer.headers['inference-header-content-length']);
    expect(JSON.parse(answer.rawPayload.subarray(0, length).toString()).outputs).toEqual([
      { name: 'label', datatype: 'BYTES', shape: [2], data: ['elm', 'elm'] },
      { name: 'probability', datatype: 'FP64', shape: [2], parameters: { binary_data_size: 16 } },
      {
        name: 'probabilities',
        datatype: 'BYTES',
        shape: [2, 1],
        parameters: { binary_data_size: 26 },
      },
    ]);
    const classes = '09000000302e353a313a656c6d';
    expect(answer.rawPayload.subarray(length).toString('hex')).toBe(
      `000000000000e03f000000000000e03f${classes}${classes}`,
    );
  });

  it('takes one picture alone, as a body without JSON', async () => {
    const slot = leaves();
    const payload = Buffer.from([1, 2, 3]);
    const answer = await serve([slot]).inject(
      posted(payload, { 'inference-header-content-length': '0' }),
    );
    expect(answer.json()).toMatchObject({ model_name: 'leaves', outputs: [label, {}, {}] });
    expect(slot.asked).toEqual([{ kind: 'file', name: 'image[0]', bytes: Uint8Array.of(1, 2, 3) }]);
  });

  it.each<[string, InjectOptions, number, string]>([
    [
      'nothing',
      { method: 'POST', url: infer },
      400,
      'The request is not JSON in UTF-8. NaN and Infinity are none: null stands for them.',
    ],
    [
      'NaN',
      posted('{"inputs":[NaN]}'),
      400,
      'The request is not JSON in UTF-8. NaN and Infinity are none: null stands for them.',
    ],
    ['a number', posted('7'), 400, 'The request: expected an object, found 7'],
    [
      'an id of another type',
      posted(request([picture], { id: 7 })),
      400,
      'id: expected a text, found 7',
    ],
    [
      'an unknown model',
      { ...posted(labelled), url: '/v2/models/roots/infer' },
      404,
      'There is no model roots here',
    ],
    [
      'an unknown version',
      { ...posted(labelled), url: '/v2/models/leaves/versions/2/infer' },
      404,
      'leaves is here in version 1.2.3, not 2',
    ],
    [
      'a header longer than the body',
      posted('{}', { 'inference-header-content-length': '3' }),
      400,
      'Inference-Header-Content-Length: expected 0 to 2, the bytes of the body, found 3',
    ],
    [
      'a header that is no number',
      posted('{}', { 'inference-header-content-length': '-1' }),
      400,
      'Inference-Header-Content-Length: expected 0 to 2, the bytes of the body, found -1',
    ],
    [
      'bytes that nobody wants',
      posted(`${labelled}12`, { 'inference-header-content-length': String(labelled.length) }),
      400,
      'binary data: expected 0 bytes, as the inputs say, found 2',
    ],
    [
      'too few bytes',
      posted(request([{ ...picture, data: undefined, parameters: { binary_data_size: 9 } }])),
      400,
      'image: expected 9 bytes of binary data, found 0',
    ],
    [
      'data twice',
      posted(request([{ ...picture, parameters: { binary_data_size: 0 } }])),
      400,
      'image: expected data or binary data, found both',
    ],
    [
      'another packing',
      posted(labelled, { 'content-encoding': 'br' }),
      415,
      'Content-Encoding: expected gzip or deflate, found br',
    ],
    [
      'no packing',
      posted(labelled, { 'content-encoding': 'gzip' }),
      400,
      'The body is not gzip, as its Content-Encoding says',
    ],
    [
      'a body that unpacks to more',
      posted(gzipSync(Buffer.alloc(3000)), { 'content-encoding': 'gzip' }),
      413,
      'The unpacked body is larger than 2000 bytes',
    ],
    ['a large body', posted(Buffer.alloc(3000)), 413, 'Payload Too Large'],
  ])('is refused for %s', async (_, options, status, error) => {
    expect(await told(serve(), options)).toEqual([status, { error }]);
  });

  it('is refused where a model takes arguments alone', async () => {
    const slot = answeringSlot({ name: 'leaves', predictInputs: undefined });
    expect(await told(serve([slot]), posted(labelled))).toEqual([
      501,
      { error: 'leaves takes arguments, not tensors' },
    ]);
  });

  it('tells of a wrong input and of a queue that is full, and when to come again', async () => {
    const failing = (error: Error): ModelSlot =>
      answeringSlot({ ...leaves().current, predictInputs: async () => Promise.reject(error) });
    const wrong = new Failure('INPUT_INVALID', 'image[0]: expected a picture, found 3 bytes');
    expect(await told(serve([failing(wrong)]), posted(labelled))).toEqual([
      400,
      { error: 'image[0]: expected a picture, found 3 bytes' },
    ]);
    const busy = await serve([failing(tooBusy(7))]).inject(posted(labelled));
    expect([busy.statusCode, busy.headers['retry-after'], busy.json()]).toEqual([
      429,
      '7',
      { error: 'Too many requests are waiting' },
    ]);
  });

  it('tells of a failure of the model nothing but the request', async () => {
    const slot = answeringSlot({
      ...leaves().current,
      predictInputs: async () => Promise.reject(new Error('secret')),
    });
    const app = serve([slot]);
    const [status, body] = await told(app, posted(labelled));
    expect(status).toBe(500);
    expect(body).toEqual({ error: expect.stringMatching(/^The model failed on request \S+$/) });
    expect(warnings).toEqual([expect.stringContaining('secret')]);
  });

  it('keeps to documented statuses whatever bytes arrive', async () => {
    const app = serve();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
          fc.json({ maxDepth: 4 }).map((text) => Buffer.from(text)),
          fc
            .record({
              name: fc.constantFrom('image', 'x', 7),
              datatype: fc.constantFrom('BYTES', 'UINT8', 'FP16', 'INT64', 'BF16', null),
              shape: fc.oneof(
                fc.array(fc.integer({ min: -1, max: 3 }), { maxLength: 5 }),
                fc.jsonValue(),
              ),
              data: fc.jsonValue(),
              parameters: fc.option(
                fc.record({ binary_data_size: fc.integer({ min: -1, max: 9 }) }),
              ),
            })
            .map((input) => Buffer.from(`${request([input])}binary`)),
        ),
        fc.option(fc.integer({ min: -1, max: 200 })),
        async (payload, length) => {
          const headers = { 'inference-header-content-length': String(length) };
          const { statusCode } = await app.inject(posted(payload, length === null ? {} : headers));
          expect([200, 400, 413]).toContain(statusCode);
        },
      ),
      { numRuns: 300 },
    );
  });
});
