import { expect, it } from 'vitest';
import { csvText } from '../../../runner/src/inference/csv-text.ts';

it.each([
  ['six digits of a probability', 0.963049123456789, '0.963049'],
  ['six digits of a tiny one', 0.000012345678901, '0.0000123457'],
  ['two decimals of a large number', 1234567.891, '1234567.89'],
  ['a whole number whole', 1234567, '1234567'],
  ['a text of digits as it is', '0.123456789', '0.123456789'],
  ['nothing where there is nothing', undefined, ''],
  ['nothing for null', null, ''],
  [
    'short numbers in a box',
    { label: 'a', score: 0.123456789 },
    '"{""label"":""a"",""score"":0.123457}"',
  ],
  ['a text with a quote', 'a "b"', '"a ""b"""'],
])('writes %s', (_, value, cell) => {
  expect(csvText([['before', value]])).toBe(`before,${cell}\n`);
});
