import { expect, it } from 'vitest';
import { show } from '../../schemas/src/describe-error.ts';

it.each<[unknown, string]>([
  [undefined, 'nothing'],
  [null, 'null'],
  ['a', '"a"'],
  [1.5, '1.5'],
  [Infinity, 'Infinity'],
  [NaN, 'NaN'],
  [2n ** 60n, '1152921504606846976'],
  [
    { ids: [2n ** 60n], scores: [Infinity, 1] },
    '{"ids":["1152921504606846976"],"scores":["Infinity",1]}',
  ],
  [() => 1, '() => 1'],
  ['x'.repeat(100), `"${'x'.repeat(76)}…`],
])('shows %o in a message', (value, text) => {
  expect(show(value)).toBe(text);
});
