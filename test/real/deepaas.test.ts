import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { createApp } from '../../runner/src/serving/app.ts';
import { defaultServingLimits } from '../../runner/src/serving/limits.ts';
import { deepaasTest } from '../fixtures/serving/deepaas-test.ts';
import { findProgram } from '../helpers/find-program.ts';
import { freePort } from '../helpers/free-port.ts';
import { startProgram } from '../helpers/started-program.ts';

const program = findProgram('deepaas-run', 'ORANGERY_DEEPAAS_RUN');

const model = '/v2/models/deepaas-test';

interface Sent {
  readonly path: string;
  readonly method: string;
  readonly query: readonly (readonly [string, string])[];
  readonly accept: string;
  readonly body: unknown;
  readonly form: readonly (readonly [string, string])[];
  readonly kind: 'form' | 'json' | 'multipart' | 'none';
}

const text = fc.constantFrom(
  ...['1', 'x', '', '-3', ' 2 ', '1.5', 'foo', 'bar', 'baz', 'null', 'true', '1e3', '[1]', '1_0'],
);
const name = fc.constantFrom('parameter', 'parameter_three', 'data', 'other');
const pairs = fc.array(fc.tuple(name, text), { maxLength: 4 });
const value = fc.constantFrom(1, '1', 1.5, null, true, [1], {}, 'foo', 'x', 0, '', []);

/** Without what is other than DEEPaaS: its README lists it. */
const sent: fc.Arbitrary<Sent> = fc.record({
  path: fc.constantFrom(
    ...[`${model}/predict/`, `${model}/predict`, `${model}/train/`, `${model}/train`, '/v2/'],
    ...['/v2/models', '/nope', '/v2/models/no/predict/', '/v2/debug/', `${model}/train/abc`],
    ...[`${model}/train/abc/`, '/ui'],
  ),
  method: fc.constantFrom('POST', 'POST', 'GET', 'PUT', 'DELETE'),
  query: pairs,
  accept: fc.constantFrom('*/*', 'application/json', 'text/plain', 'image/png', 'application/xml'),
  body: fc.oneof(fc.dictionary(name, value), value),
  // a text for a file is refused here
  form: pairs.map((all) => all.filter(([one]) => one !== 'data')),
  kind: fc.constantFrom('form', 'json', 'multipart', 'none'),
});

it.skipIf(program === undefined)('answers as DEEPaaS itself', { timeout: 300_000 }, async () => {
  const [theirs, ours] = [await startDeepaas(program ?? ''), await startOurs()];
  await fc.assert(
    fc.asyncProperty(sent, async (request) => {
      expect(await ask(ours, request)).toEqual(await ask(theirs, request));
    }),
    { numRuns: 500 },
  );
});

async function startDeepaas(file: string): Promise<string> {
  const args = ['--listen-port', String(await freePort()), '--workers', '1'];
  const line = /Running on (http:\/\/127\.0\.0\.1:\d+)/;
  const started = await startProgram(file, args, line, { PYTHONUNBUFFERED: '1' });
  onTestFinished(async () => started.stop());
  return started.found;
}

async function startOurs(): Promise<string> {
  const slot = { name: deepaasTest.name, current: deepaasTest, isReady: true };
  const app = createApp([slot], defaultServingLimits);
  onTestFinished(async () => app.close());
  return app.listen({ host: '127.0.0.1', port: 0 });
}

async function ask(address: string, request: Sent): Promise<object> {
  const { path, method, query, accept } = request;
  const answer = await fetch(
    `${address}${path}?${new URLSearchParams(query.map(([...pair]) => pair))}`,
    {
      ...{ method, redirect: 'manual' },
      ...(method !== 'GET' && bodyOf(request, accept)),
    },
  );
  const body = await answer.text();
  return {
    status: answer.status,
    headers: ['content-type', 'location', 'allow'].map((one) => answer.headers.get(one)),
    // the pictures differ
    body: body.replace(/base64,[\w+/=]+/, '…').replace(/^\W*PNG[^]*$/, 'PNG'),
  };
}

function bodyOf({ kind, form, body }: Sent, accept: string): RequestInit {
  const headers = { accept };
  if (kind === 'none') return { headers };
  if (kind === 'json') {
    return {
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
  }
  if (kind === 'form') return { headers, body: new URLSearchParams(form.map(([...pair]) => pair)) };
  const parts = new FormData();
  parts.append('data', new Blob(['hi']), 'a.txt');
  for (const [name, text] of form) parts.append(name, text);
  return { headers, body: parts };
}
