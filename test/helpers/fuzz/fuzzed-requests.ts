import fc from 'fast-check';
import type { Framing, FuzzedModel, FuzzedRequest } from './fuzzed-request.ts';
import { oddBody } from './hostile-bodies.ts';

const serverPaths = [
  ...['/', '/v2', '/v2/', '/v2/models', '/v2/models/', '/v2/debug/', '/v2/debug', '/api', '/ui'],
  ...['/swagger.json', '/openapi.json', '/v2/health/live', '/v2/health/ready', '/predict'],
  ...[
    '/predict/',
    '/v2/models/nobody',
    '/v2/models/nobody/',
    '/v2/models/nobody/infer',
    '/metrics',
  ],
  ...['/v2/models/__proto__/infer', '/v2/models/constructor/predict/', '/api/../v2/', '//', '/%'],
  ...['/%00', '/%ff%fe', '/v2/models/%2e%2e/infer', '/*', '/v2/models//predict/', '/favicon.ico'],
  ...[`/${'a'.repeat(5000)}`, '/v2/models/:model/infer', '/v2%2fmodels', '/api/index.js', '/V2/'],
];
/** The last are where models are reached. */
const modelPaths = [
  ...['', '/', '/ready', '/predict', '/train', '/train/', '/train/x', '/train/%00', '/infer/'],
  ...['/versions/1.0.0/infer', '/versions/', '/versions/9/ready', '/nobody', '//predict/'],
];
const answeringPaths = ['/predict/', '/predict/', '/infer', '/infer'];
const verbs = ['GET', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'TRACE', 'PROPFIND', 'QUERY'];

const queries = [
  ...['?model=nobody', '?model=a&model=b', '?accept=text/csv', '?accept=x', '?data=', '?data=1'],
  ...[
    '?__proto__=1',
    '?__proto__[x]=1',
    '?%',
    '?%ff=%ff',
    '?=',
    '?&&&',
    '?data=x&data=y',
    '?a[b]=c',
  ],
  ...[
    `?${'a=b&'.repeat(2000)}`,
    `?data=${'9'.repeat(5000)}`,
    '?constructor=1',
    '?x=%00',
    '?accept',
  ],
];

const headers: readonly (readonly [string, string])[] = [
  ...([
    ['Accept', 'text/html'],
    ['Accept', 'text/csv'],
    ['Accept', '*/*;q=0'],
    ['Accept', ',;q=x'],
  ] as const),
  ...([
    ['Authorization', 'Bearer '],
    ['Authorization', 'Basic %%%'],
    ['Origin', 'null'],
  ] as const),
  ...([
    ['Content-Type', ''],
    ['Content-Encoding', 'gzip'],
    ['Range', 'bytes=0-1,5-'],
  ] as const),
  ...([
    ['If-None-Match', '*'],
    ['X-Request-Id', 'mine'],
    ['Cookie', '__proto__=1'],
  ] as const),
  ...([
    ['Inference-Header-Content-Length', '7'],
    ['Transfer-Encoding', 'gzip'],
  ] as const),
  ...([
    ['X-Http-Method-Override', 'DELETE'],
    ['Accept-Encoding', 'br;q=9'],
    ['Te', 'x'],
  ] as const),
  ...([
    ['Access-Control-Request-Method', 'POST'],
    ['Forwarded', 'for=_x'],
    ['Via', 'x'],
  ] as const),
];

const framing = fc.oneof(
  { weight: 20, arbitrary: fc.constant<Framing>('length') },
  { weight: 4, arbitrary: fc.constant<Framing>('chunks') },
  fc.constantFrom<Framing>(
    ...(['wrong chunks', 'too short a length', 'too long a length'] as const),
    ...(['length and chunks', 'no number', 'none'] as const),
  ),
);

/**
 * Requests that a server has to answer in order: well-formed and malformed ones, always the same of
 * the same seed.
 */
export function fuzzedRequests(
  models: readonly FuzzedModel[],
  { seed, count }: { readonly seed: number; readonly count: number },
): readonly FuzzedRequest[] {
  return fc.sample(fc.constantFrom(...models).chain(requestFor), { seed, numRuns: count });
}

function requestFor(model: FuzzedModel): fc.Arbitrary<FuzzedRequest> {
  const below = (paths: readonly string[]): fc.Arbitrary<string> =>
    fc.constantFrom(...paths).map((path) => `/v2/models/${model.name}${path}`);
  const singaAuto = fc.constantFrom(`/predict?model=${model.name}`, `/?model=${model.name}`);
  const asked = fc.oneof(
    { weight: 8, arbitrary: below(answeringPaths).map((path) => ['POST', path] as const) },
    { weight: 2, arbitrary: singaAuto.map((path) => ['POST', path] as const) },
    fc.tuple(
      fc.oneof(fc.constant('POST'), fc.constantFrom(...verbs)),
      fc.oneof(fc.constantFrom(...serverPaths), below(modelPaths), below(answeringPaths)),
    ),
  );
  const query = fc.oneof({ weight: 6, arbitrary: fc.constant('') }, fc.constantFrom(...queries));
  const more = fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    fc.array(fc.constantFrom(...headers), { maxLength: 2 }),
  );
  return fc
    .tuple(asked, query, more, oddBody(model), framing)
    .map(([[method, path], end, added, { body, headers: own }, how]) => ({
      method,
      url: path.includes('?') ? path : path + end,
      headers: [...own, ...added],
      body: method === 'GET' || method === 'HEAD' ? Buffer.alloc(0) : body,
      framing: how,
    }));
}
