import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  countOf,
  fieldOf,
  lineOf,
  listOf,
  textOf,
} from '../../../../runner/src/dataset/links/answer-fields.ts';

const value: unknown = JSON.parse(
  '{"a":{"b":"text","n":3,"list":[1],"empty":"","big":1e300,"minus":-1},"__proto__":{"x":1}}',
);

it('reads what has the wanted type, and nothing else', () => {
  expect(textOf(value, 'a', 'b')).toBe('text');
  expect(countOf(value, 'a', 'n')).toBe(3);
  expect(listOf(value, 'a', 'list')).toEqual([1]);
  expect(textOf(value, 'a', 'n')).toBeUndefined();
  expect(textOf(value, 'a', 'empty')).toBeUndefined();
  expect(countOf(value, 'a', 'big')).toBeUndefined();
  expect(countOf(value, 'a', 'minus')).toBeUndefined();
  expect(listOf(value, 'a', 'b')).toEqual([]);
});

it('finds nothing that an object has from elsewhere', () => {
  expect(fieldOf(value, 'a', 'constructor')).toBeUndefined();
  expect(fieldOf({}, '__proto__')).toBeUndefined();
  expect(fieldOf('text', 'length')).toBeUndefined();
});

it('reads any JSON without a crash', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.array(fc.string()), (json, path) => {
      expect(Array.isArray(listOf(json, ...path))).toBe(true);
      expect(['string', 'undefined']).toContain(typeof textOf(json, ...path));
    }),
  );
});

it('makes a line that is safe to show', () => {
  expect(lineOf('A <b>title</b>\n\u001b[31mof\u202e trees\u0000 ')).toBe('A title [31mof trees');
  expect(lineOf('x'.repeat(2000))).toHaveLength(501);
  expect(lineOf('<'.repeat(100_000)).length).toBe(501);
});
