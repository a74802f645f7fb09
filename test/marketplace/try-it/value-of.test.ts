import { expect, it } from 'vitest';
import { numbersOf } from '../../../marketplace/src/try-it/make-text-form.ts';
import { valueOf } from '../../../marketplace/src/try-it/value-of.ts';

it.each([
  ['number', '1.5', 1.5],
  ['integer', '3', 3],
  ['number', ' ', null],
  ['boolean', 'true', true],
  ['boolean', 'false', false],
  ['category', 'citron', 'citron'],
  ['text', '12', '12'],
  ['tensor', '[[1, 2]]', [[1, 2]]],
  ['tensor', '[[1, 2', '[[1, 2'],
] as const)('a %s written %j is %j', (type, text, value) => {
  expect(valueOf({ type }, text)).toEqual(value);
});

it('reads numbers between spaces, commas, brackets and lines', () => {
  expect(numbersOf('[1, 2.5;-3\n4e2]')).toEqual([1, 2.5, -3, 400]);
  expect(numbersOf(' ')).toEqual([]);
  expect(numbersOf('1 x')).toEqual([1, Number.NaN]);
});
