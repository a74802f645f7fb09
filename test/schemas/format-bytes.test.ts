import { expect, it } from 'vitest';
import { formatBytes } from '@orangery/schemas';

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [15_241, '15 kB'],
  [999_600, '1.0 MB'],
  [5_766_586, '5.8 MB'],
  [2 ** 31, '2.1 GB'],
])('%i bytes are %s', (bytes, expected) => {
  expect(formatBytes(bytes)).toBe(expected);
});
