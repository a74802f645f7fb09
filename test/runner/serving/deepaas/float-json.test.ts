import { expect, it } from 'vitest';
import type { Argument } from '../../../../runner/src/serving/deepaas/arguments/argument.ts';
import { fieldsJson, floatJson } from '../../../../runner/src/serving/deepaas/float-json.ts';

it.each([
  [1, '1.0'],
  [0, '0.0'],
  [-0, '-0.0'],
  [0.1, '0.1'],
  [123456789.5, '123456789.5'],
  [1e15, '1000000000000000.0'],
  [1e16, '1e+16'],
  [1.5e300, '1.5e+300'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [1.25e-7, '1.25e-07'],
  [Number.NaN, 'null'],
])('writes %d as Python writes a float', (value, text) => {
  expect(floatJson(value, { name: '', type: 'number' })).toBe(text);
});

it('writes what is called a number as a float, and nothing else', () => {
  const fields: Argument[] = [
    { name: 'list', type: 'list', items: { name: '', type: 'number' } },
    { name: 'count', type: 'integer' },
    { name: 'deep', type: 'object', fields: [{ name: 'share', type: 'number' }] },
  ];
  expect(
    fieldsJson(
      { list: [1, null], count: 1, deep: { share: 1 }, left: undefined, other: [1] },
      fields,
    ),
  ).toBe('{"list": [1.0, null], "count": 1, "deep": {"share": 1.0}, "other": [1]}');
  expect(fieldsJson('no object', fields)).toBe('"no object"');
});
