import fc from 'fast-check';
import { Failure } from '@orangery/schemas';
import { expect, it } from 'vitest';
import {
  checksumOf,
  childUrl,
  decoded,
} from '../../../../runner/src/dataset/links/address-parts.ts';

const base = new URL('https://host.example/folder');

it('makes addresses below another, whatever the parts are', () => {
  expect(childUrl(base, 'a b', '?#%', 'x/y').href).toBe(
    'https://host.example/folder/a%20b/%3F%23%25/x%2Fy',
  );
  const part = fc.oneof(
    fc.constantFrom('.', '..', '', '%2e%2e', '//', '\\..\\'),
    fc.string({ unit: 'binary' }),
    fc.constant('\ud800'),
  );
  fc.assert(
    fc.property(fc.array(part, { minLength: 1 }), (parts) => {
      try {
        const url = childUrl(base, ...parts);
        expect(url.origin).toBe(base.origin);
        expect(url.pathname.split('/')).toHaveLength(parts.length + 2);
        expect(url.pathname.startsWith('/folder/')).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(Failure);
      }
    }),
    { numRuns: 1000 },
  );
});

it.each([
  [`md5:${'aB'.repeat(16)}`, { algorithm: 'md5', digest: 'ab'.repeat(16) }],
  [`SHA256:${'0'.repeat(64)}`, { algorithm: 'sha256', digest: '0'.repeat(64) }],
  [`md5:${'a'.repeat(31)}`, undefined],
  [`sha512:${'a'.repeat(128)}`, undefined],
  ['md5:', undefined],
  [undefined, undefined],
])('reads the checksum %s', (text, checksum) => {
  expect(checksumOf(text)).toEqual(checksum);
});

it('leaves what is encoded wrongly as it stands', () => {
  expect(decoded('100%')).toBe('100%');
  expect(decoded('a%20b')).toBe('a b');
  expect(decoded(undefined)).toBe('');
});
