import { expect, it } from 'vitest';
import { decodePlainText } from '../../../../runner/src/recipes/text/decode-plain-text.ts';

it.each([
  ['UTF-8', new TextEncoder().encode('naïve €'), 'naïve €'],
  ['UTF-8 with a byte order mark', Uint8Array.of(0xef, 0xbb, 0xbf, 0x61), 'a'],
  ['Windows-1252', Uint8Array.of(0x63, 0x61, 0x66, 0xe9, 0x20, 0x80), 'café €'],
  ['UTF-16 from the little end', Uint8Array.of(0xff, 0xfe, 0x61, 0, 0xe9, 0), 'aé'],
  ['UTF-16 from the big end', Uint8Array.of(0xfe, 0xff, 0, 0x61, 0, 0xe9), 'aé'],
  ['nothing', new Uint8Array(), ''],
])('reads %s', (_, bytes, text) => {
  expect(decodePlainText(bytes)).toBe(text);
});

it('takes bytes with a zero for no text', () => {
  expect(decodePlainText(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 1))).toBeNull();
});
