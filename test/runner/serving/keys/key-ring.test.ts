import type { ApiKey } from '@orangery/schemas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createKeyRing,
  newKey,
  type KeyUse,
  type Wanted,
} from '../../../../runner/src/serving/keys/index.ts';
import { heldKey } from './held-keys.ts';

const noon = Date.parse('2026-11-21T12:00:00Z');

/** What a caller is told: `200 id`, or status, words and challenge. */
function told(use: KeyUse): string {
  if (use.kind === 'accepted') return '200';
  const { status, message, headers } = use.problem;
  return `${status} ${message.replace(/\b[0-9a-f]{8}\b/, 'ID')} ${JSON.stringify(headers)}`;
}

function check(fields: Partial<ApiKey>, wanted: Wanted = {}): string {
  const { entry, authorization } = heldKey(fields);
  return told(createKeyRing([entry]).check(authorization, wanted, noon));
}

describe('a key', () => {
  it('is known by its hash among others, and said by its id', () => {
    const keys = [1, 2, 3, 4].map(() => heldKey());
    const ring = createKeyRing(keys.map(({ entry }) => entry));
    for (const { entry, authorization } of keys) {
      expect(ring.check(authorization, {}, noon)).toEqual({ kind: 'accepted', id: entry.id });
    }
  });

  it('may come after the word Bearer in any case', () => {
    const { entry, authorization } = heldKey();
    const ring = createKeyRing([entry]);
    const lower = authorization.replace('Bearer ', 'bearer   ');
    expect(told(ring.check(lower, {}, noon))).toBe('200');
  });

  it('is asked for where none came', () => {
    const ring = createKeyRing([heldKey().entry]);
    expect(told(ring.check(undefined, {}, noon))).toMatchInlineSnapshot(
      `"401 A key is needed: send the header Authorization: Bearer <key> {"www-authenticate":"Bearer"}"`,
    );
  });

  it.each([
    ['', 'A key is needed'],
    ['Basic YWRhOmFkYQ==', 'A key is needed'],
    ['Bearer', 'A key is needed'],
    ['Bearer a b', 'A key is needed'],
    ['Bearer hunter2', 'The key is cut or mistyped'],
    [`Bearer ${newKey().text.slice(0, -2)}`, 'The key is cut or mistyped'],
    [`Bearer ${newKey().text}`, 'The key is not valid here'],
  ])('is refused as %j: %s', (header, words) => {
    const use = createKeyRing([heldKey().entry]).check(header, {}, noon);
    expect(told(use)).toContain(`401 ${words}`);
    expect(use).not.toHaveProperty('id');
  });

  it('is not its own hash', () => {
    const { entry } = heldKey();
    const use = createKeyRing([entry]).check(`Bearer ${entry.sha256}`, {}, noon);
    expect(use.kind).toBe('refused');
  });

  it('is never in what is told', () => {
    const { entry, authorization } = heldKey({ expires: '2026-11-20' });
    const use = createKeyRing([entry]).check(authorization, {}, noon);
    expect(use).toMatchObject({ kind: 'refused', id: entry.id });
    expect(told(use)).not.toContain(authorization.slice(16));
    expect(told(use)).not.toContain(entry.sha256);
  });
});

describe('the end of a key', () => {
  it('is told to who holds it', () => {
    expect(check({ expires: '2026-11-20' })).toMatchInlineSnapshot(
      `"401 The key ID ended at 2026-11-20 {"www-authenticate":"Bearer error=\\"invalid_token\\""}"`,
    );
  });

  it('is after the day that is named', () => {
    expect(check({ expires: '2026-11-21' })).toBe('200');
  });
});

describe('the scope of a key', () => {
  const models = ['leaf', 'seed'];

  it.each<[string, Partial<ApiKey>, Wanted]>([
    ['all models', {}, { model: 'leaf', needsModel: true }],
    ['all models, none named', {}, { needsModel: true }],
    ['all models, what is of all', {}, { isOfAll: true }],
    ['a model of it', { models }, { model: 'seed', needsModel: true }],
    ['what is about no model', { models }, {}],
    ['a training of it', { models, mayTrain: true }, { model: 'seed', trains: true }],
  ])('has %s', (_, fields, wanted) => {
    expect(check(fields, wanted)).toBe('200');
  });

  it.each<[string, Partial<ApiKey>, Wanted]>([
    ['The key ID is not for bark', { models }, { model: 'bark' }],
    ['The key ID is not for Leaf', { models }, { model: 'Leaf', needsModel: true }],
    [
      'The key ID is for leaf, seed alone: name the model, as ?model=leaf',
      { models },
      { needsModel: true },
    ],
    ['The key ID is for leaf, seed alone', { models }, { model: 'leaf', isOfAll: true }],
    ['The key ID is not for training', {}, { model: 'leaf', trains: true }],
    ['The key ID is not for training', { mayTrain: false }, { model: 'leaf', trains: true }],
    ['The key ID is not for bark', { models, mayTrain: true }, { model: 'bark', trains: true }],
  ])('ends where it says 403 %s', (words, fields, wanted) => {
    expect(check(fields, wanted)).toBe(
      `403 ${words} ${JSON.stringify({ 'www-authenticate': 'Bearer error="insufficient_scope"' })}`,
    );
  });
});

describe('the quota of a key', () => {
  it('is told with the seconds to wait, and counts nothing that was refused', () => {
    const { entry, authorization } = heldKey({ requestsPerMinute: 1, models: ['leaf'] });
    const ring = createKeyRing([entry]);
    expect(told(ring.check(authorization, { model: 'bark' }, noon))).toContain('403');
    expect(told(ring.check(authorization, { model: 'leaf' }, noon))).toBe('200');
    const use = ring.check(authorization, { model: 'leaf' }, noon + 500);
    expect(told(use)).toMatchInlineSnapshot(
      `"429 The key ID has no requests left for 61 s {"retry-after":"61"}"`,
    );
    expect(told(ring.check(authorization, { model: 'leaf' }, noon + 61_000))).toBe('200');
  });

  it('is one for each key', () => {
    const keys = [heldKey({ requestsPerDay: 1 }), heldKey({ requestsPerDay: 1 })];
    const ring = createKeyRing(keys.map(({ entry }) => entry));
    const statuses = [0, 1].flatMap(() =>
      keys.map(({ authorization }) => told(ring.check(authorization, {}, noon)).slice(0, 3)),
    );
    expect(statuses).toEqual(['200', '200', '429', '429']);
  });

  it('stays used when the keys are read again, also of a key that was away', () => {
    const { entry, authorization } = heldKey({ requestsPerDay: 1 });
    const ring = createKeyRing([entry]);
    expect(told(ring.check(authorization, {}, noon))).toBe('200');
    ring.replace([], noon);
    expect(ring.size).toBe(0);
    expect(told(ring.check(authorization, {}, noon))).toContain('401 The key is not valid here');
    ring.replace([{ ...entry, consumer: 'somebody else' }], noon);
    expect(told(ring.check(authorization, {}, noon))).toContain('429');
    ring.replace([{ ...entry, requestsPerDay: 2 }], noon);
    expect(told(ring.check(authorization, {}, noon))).toBe('200');
  });
});

describe('any request with any key', () => {
  const names = fc.constantFrom('leaf', 'seed', 'bark');
  const limits = fc.record(
    {
      models: fc.uniqueArray(names, { minLength: 1 }),
      mayTrain: fc.boolean(),
      expires: fc.constantFrom('2026-11-20', '2026-11-21', '2026-11-22'),
    },
    { requiredKeys: [] },
  );
  const wanted = fc.record(
    { model: names, needsModel: fc.boolean(), isOfAll: fc.boolean(), trains: fc.boolean() },
    { requiredKeys: [] },
  );

  it('is accepted exactly where key, end, scope and training allow it', () => {
    fc.assert(
      fc.property(fc.array(limits, { maxLength: 4 }), limits, wanted, fc.boolean(), (...given) => {
        const [others, fields, asked, isHeld] = given;
        const { entry, authorization } = heldKey(fields);
        const keys = [...others.map((other) => heldKey(other).entry), ...(isHeld ? [entry] : [])];
        const { models, expires = '9999', mayTrain = false } = fields;
        const { model, needsModel = false, isOfAll = false, trains = false } = asked;
        const inScope =
          models === undefined ||
          (!isOfAll && (model === undefined ? !needsModel : models.includes(model)));
        const isRight = isHeld && expires > '2026-11-20' && inScope && (mayTrain || !trains);
        const use = createKeyRing(keys).check(authorization, asked, noon);
        expect(use.kind).toBe(isRight ? 'accepted' : 'refused');
      }),
    );
  });
});
