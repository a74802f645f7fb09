import { expect, it } from 'vitest';
import { base64Bytes } from '../../../runner/src/recipes/base64-bytes.ts';

it.each([
  ['plain', '++//AQ=='],
  ['with the letters of addresses', '--__AQ'],
  ['over lines', '++//\n  AQ==\n'],
  ['as a data URL', 'data:image/svg+xml;base64,++//AQ=='],
])('reads base64 %s', (_, text) => {
  expect(base64Bytes(text, 'image')).toEqual(Uint8Array.of(251, 239, 255, 1));
});

it.each([['no base64!'], ['A'], [''], ['data:audio/wav;base64,AQ=='], [7], [null]])(
  'refuses %j',
  (value) => {
    expect(base64Bytes(value, 'image')).toBeUndefined();
  },
);
