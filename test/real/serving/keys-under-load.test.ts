import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newKey } from '../../../runner/src/serving/keys/key-text.ts';
import { knownAnswers, type Known } from '../../helpers/known-answers.ts';
import { serve, stopServed, type Served } from './served.ts';

const allowed = 50;
const clients = 40;
const each = 5;
const [first, second] = [newKey(), newKey()];

let work: string;
let served: Served;
let known: Known;
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'orangery-keys-'));
  const entries = [first, second].map(({ id, sha256 }) =>
    [
      `  - id: "${id}"`,
      `    sha256: "${sha256}"`,
      '    issuer: ada',
      '    consumer: a test',
      '    created: "2026-01-01T00:00:00.000Z"',
      `    requestsPerDay: ${allowed}`,
    ].join('\n'),
  );
  await writeFile(join(work, 'keys.yml'), `keys:\n${entries.join('\n')}\n`);
  served = await serve('seed-classifier', '--keys', join(work, 'keys.yml'));
  known = (await knownAnswers()).find(({ model }) => model === 'seed-classifier')!;
});
afterAll(async () => {
  await stopServed();
  await rm(work, { recursive: true, force: true });
});

interface Told {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

async function askWith(key: string | undefined): Promise<Told> {
  const response = await fetch(`${served.address}/v2/models/seed-classifier/predict/`, {
    method: 'POST',
    body: known.body(),
    headers: { ...known.headers, ...(key !== undefined && { authorization: `Bearer ${key}` }) },
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

async function askMany(key: string | undefined): Promise<readonly Told[]> {
  const one = async (): Promise<Told[]> => {
    const told: Told[] = [];
    for (let count = 0; count < each; count += 1) told.push(await askWith(key));
    return told;
  };
  return (await Promise.all(Array.from({ length: clients }, one))).flat();
}

it('a day’s quota is exact over many requests at once, for each key its own', async () => {
  const [ofFirst, ofSecond] = await Promise.all([askMany(first.text), askMany(second.text)]);
  for (const told of [ofFirst, ofSecond]) {
    const accepted = told.filter(({ status }) => status === 200);
    const refused = told.filter(({ status }) => status === 429);
    expect([accepted.length, refused.length]).toEqual([allowed, clients * each - allowed]);
    expect(new Set(accepted.map(({ text }) => text)).size).toBe(1);
    expect(new Set(refused.map(({ text }) => text)).size).toBe(1);
    for (const { headers } of refused) {
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
  }
});

it.each([
  ['no key', undefined],
  ['a key of nobody', newKey().text],
  ['a cut key', newKey().text.slice(0, -1)],
  ['the hash of a key', createHash('sha256').update(first.text).digest('hex')],
  ['a text of 10 kB', 'x'.repeat(10_000)],
])('%s is always answered with the same words', async (_, key) => {
  const told = await askMany(key);
  expect(new Set(told.map(({ status }) => status))).toEqual(new Set([401]));
  expect(new Set(told.map(({ text }) => text)).size).toBe(1);
  expect(served.log.join('\n')).not.toContain(first.text);
});
