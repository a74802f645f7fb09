import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pythonJson } from '../../../../runner/src/serving/deepaas/python-json.ts';

it.each([
  [{}, '{}'],
  [[], '[]'],
  [[1, 'a', null, true], '[1, "a", null, true]'],
  [{ a: { b: [1, 2] }, c: undefined }, '{"a": {"b": [1, 2]}}'],
  ['ü\n"😀\u007f', '"\\u00fc\\n\\"\\ud83d\\ude00\\u007f"'],
  [Number.NaN, 'null'],
])('writes %j as Python does', (value, text) => {
  expect(pythonJson(value)).toBe(text);
});

it('means the same as any JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(pythonJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
