import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import {
  signRecord,
  verifySignature,
  type SigningKey,
} from '../../../runner/src/provenance/sign.ts';

// the first key pair of RFC 8032, section 7.1: seed and public key
const seed = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
const publicKey = '11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=';
let key: SigningKey;

beforeAll(async () => {
  const pkcs8 = Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex');
  const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']);
  key = { privateKey, publicKey };
});

it('gives the same signature for the same record, whatever the order of its fields', async () => {
  const one = await signRecord({ a: 1, b: 'two' }, key);
  const other = await signRecord({ b: 'two', a: 1 }, key);
  expect(one.signature).toEqual(other.signature);
  expect(one.signature.value).toMatchInlineSnapshot(
    `"btVyop8CdkBb4kV0M/ATnJJpJsS5e70kdez8Yetotw+FIVcpmEnb8ndAmMnJE9nr+JXfSflrPNIO5E7ZR5JuBw=="`,
  );
});

it('replaces an older signature', async () => {
  const once = await signRecord({ a: 1 }, key);
  expect(await signRecord(once, key)).toEqual(once);
});

it('holds for any record and breaks with any change', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.string(),
      async (data, added) => {
        const signed = await signRecord({ ...data, signature: undefined }, key);
        const read: object = JSON.parse(JSON.stringify(signed));
        expect(await verifySignature(read)).toBe(true);
        expect(await verifySignature({ ...read, [`new ${added}`]: 1 } as object)).toBe(false);
      },
    ),
    { numRuns: 50 },
  );
});

it.each([
  ['another key', { publicKey: 'A'.repeat(42) + 'B=' }],
  ['no key', { publicKey: 'short' }],
  ['no base64', { publicKey: '%' }],
  ['a short signature', { value: 'AAAA' }],
])('refuses %s', async (_, changed) => {
  const signed = await signRecord({ a: 1 }, key);
  const signature = { ...signed.signature, ...changed };
  expect(await verifySignature({ ...signed, signature })).toBe(false);
});

it('says no to a record without a signature', async () => {
  expect(await verifySignature({})).toBe(false);
});
