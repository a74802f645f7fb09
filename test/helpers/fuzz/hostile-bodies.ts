import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { FuzzedModel } from './fuzzed-request.ts';
import { damaged, oddFile } from './hostile-files.ts';
import { boundary, oddFields, oddForm } from './hostile-forms.ts';
import { oddJsonText, oddText, oddValue } from './hostile-json.ts';
import { oddInference } from './hostile-tensors.ts';

/** A body with the headers that go with it. */
export interface OddBody {
  readonly body: Buffer;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

const jsonType: readonly [string, string] = ['Content-Type', 'application/json'];
const formType: readonly [string, string] = [
  'Content-Type',
  `multipart/form-data; boundary=${boundary}`,
];
/** 100 MB in 100 kB: packed parts may follow each other. */
const bomb = Buffer.concat(new Array(100).fill(gzipSync(Buffer.alloc(1024 ** 2))) as Buffer[]);
const types = [
  ...['application/json', 'application/json; charset=utf-16', 'application/ld+json', 'text/plain'],
  ...['application/x-www-form-urlencoded', 'multipart/form-data', 'multipart/form-data; boundary='],
  ...['multipart/form-data; boundary="', `multipart/form-data; boundary=${'b'.repeat(200)}`],
  ...['multipart/mixed; boundary=x', 'application/octet-stream', 'image/png', 'text/csv', '*/*'],
  ...['application/json;;;', '/', ';', 'application/', 'x'.repeat(1000), 'a/b; c="\\"'],
];
const encodings = ['gzip', 'deflate', 'br', 'zstd', 'identity', 'x-gzip', 'gzip, gzip', 'nobody'];

/** A body for a model, whatever the path it is sent to. */
export function oddBody(model: FuzzedModel): fc.Arbitrary<OddBody> {
  const fitting = fc.oneof(
    { weight: 10, arbitrary: nearlyValid(model) },
    { weight: 3, arbitrary: oddJsonText.map((text) => jsonBody(Buffer.from(text))) },
    damaged(oddJsonText.map((text) => Buffer.from(text))).map(jsonBody),
    { weight: 4, arbitrary: oddForm.map((body) => ({ body, headers: [formType] })) },
    damaged(oddForm).map((body) => ({ body, headers: [formType] })),
    { weight: 4, arbitrary: oddInference(model).map(inferenceBody) },
    oddFields.map((body) => ({
      ...{ body, headers: [['Content-Type', 'application/x-www-form-urlencoded'] as const] },
    })),
    oddFile.map((body) => ({ body, headers: [] })),
    packed(),
  );
  return fc.oneof(
    { weight: 10, arbitrary: fitting },
    fc.tuple(fitting, fc.constantFrom(...types)).map(([{ body }, type]) => ({
      ...{ body, headers: [['Content-Type', type] as const] },
    })),
  );
}

/** What the model understands, with something else in one place or more. */
function nearlyValid({ valid, inputs }: FuzzedModel): fc.Arbitrary<OddBody> {
  const changes = fc.array(
    fc.tuple(fc.oneof(fc.constantFrom(...inputs), oddText), fc.option(oddValue)),
    { maxLength: 3 },
  );
  const changed = fc.tuple(changes, oddValue).map(([list, other]) => {
    if (typeof valid !== 'object' || valid === null) return list.length > 1 ? other : valid;
    const left = list.filter(([, value]) => value === null).map(([name]) => name);
    const kept = Object.entries(valid).filter(([name]) => !left.includes(name));
    return Object.fromEntries([...kept, ...list.filter(([, value]) => value !== null)]);
  });
  const wrap = fc.constantFrom<(value: unknown) => unknown>(
    (value) => value,
    (value) => [value, value],
    (value) => new Array(1001).fill(value),
    ...['data', 'image', 'query', 'text', 'x'].map((name) => (value: unknown) => ({
      [name]: value,
    })),
    (value) => ({ queries: [value, null] }),
  );
  return fc
    .tuple(changed, wrap)
    .map(([value, around]) => jsonBody(Buffer.from(JSON.stringify(around(value)))));
}

function packed(): fc.Arbitrary<OddBody> {
  const bytes = fc.oneof(
    fc.constant(bomb),
    oddJsonText.map((text) => gzipSync(text)),
    damaged(oddJsonText.map((text) => gzipSync(text))),
  );
  return fc.tuple(bytes, fc.constantFrom(...encodings)).map(([body, encoding]) => ({
    body,
    headers: [jsonType, ['Content-Encoding', encoding]],
  }));
}

function jsonBody(body: Buffer): OddBody {
  return { body, headers: [jsonType] };
}

function inferenceBody(found: { readonly body: Buffer; readonly headerLength?: string }): OddBody {
  const { body, headerLength } = found;
  if (headerLength === undefined) return jsonBody(body);
  return { body, headers: [['Inference-Header-Content-Length', headerLength]] };
}
