import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { askGolden } from '../../../../runner/src/deployment/check/ask-golden.ts';
import { caught } from '../../../helpers/caught.ts';
import { root } from '../../../helpers/orangery.ts';
import { testServer } from '../../../helpers/test-server.ts';

const folder = join(root, 'modules/seed-classifier');
const { signal } = new AbortController();

interface Golden {
  readonly cases: readonly { readonly input: object; readonly expected: object }[];
}

async function golden(): Promise<Golden['cases']> {
  const text = await readFile(join(folder, 'golden.json'), 'utf8');
  return (JSON.parse(text) as Golden).cases;
}

/** A server that gives the expected answers, one after the other, after what `before` does. */
async function server(before: RequestListener = () => {}) {
  const cases = await golden();
  let at = 0;
  return testServer((request, response) => {
    before(request, response);
    if (response.writableEnded) return;
    response.end(JSON.stringify({ predictions: cases[at++ % cases.length]!.expected }));
  });
}

describe('askGolden', () => {
  it('counts the cases that were passed, asked as anybody would', async () => {
    const { url, requests } = await server();
    const own = { url, headers: {} };
    expect(await askGolden({ folder, own, signal })).toBe((await golden()).length);
    expect(new Set(requests)).toEqual(new Set(['/v2/models/seed-classifier/predict/']));
  });

  it('asks the slot it is told, with the key it is given', async () => {
    const seen: unknown[] = [];
    const { url } = await server(({ headers }) => {
      seen.push([headers['orangery-slot'], headers.authorization]);
    });
    await askGolden({ folder, own: { url, headers: { 'orangery-slot': 'b' } }, key: 'k', signal });
    expect(seen[0]).toEqual(['b', 'Bearer k']);
  });

  it('waits until the server knows a new key', async () => {
    let refusals = 2;
    const { url } = await server((_, response) => {
      if (refusals-- > 0) response.writeHead(401).end('{}');
    });
    const own = { url, headers: {} };
    expect(await askGolden({ folder, own, key: 'k', signal })).toBeGreaterThan(0);
  });

  it('names the case that differs', async () => {
    const { url } = await server((_, response) => {
      response.end(JSON.stringify({ predictions: { label: 'Weed', probability: 1 } }));
    });
    expect(
      await caught(async () => askGolden({ folder, own: { url, headers: {} }, signal })),
    ).toMatch(/^DEPLOYMENT_FAILED Its golden test, row 1: expected \w+, found Weed/);
  });

  it('says what a server answered that gives none', async () => {
    const { url } = await server((_, response) => {
      response.writeHead(500).end('{"error":"no weights"}');
    });
    expect(await caught(async () => askGolden({ folder, own: { url, headers: {} }, signal }))).toBe(
      'DEPLOYMENT_FAILED Its golden test: expected an answer, found 500: {"error":"no weights"}',
    );
  });
});
