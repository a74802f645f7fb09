import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packValue, unpackValue } from '../../../../runner/src/custom/wire/values.ts';

const array = fc.oneof(
  fc.float32Array({ maxLength: 5 }),
  fc.float64Array({ maxLength: 5 }),
  fc.int32Array({ maxLength: 5 }),
  fc.uint8Array({ maxLength: 5 }),
);
const name = fc
  .string({ maxLength: 5 })
  .filter((text) => !text.startsWith('$') && text !== '__proto__');
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.double().filter((number) => !Object.is(number, -0)),
    fc.string(),
    array,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

describe('a packed value', () => {
  it('comes out as it went in, numbers that JSON lacks among them', () => {
    fc.assert(
      fc.property(value, (plain) => {
        expect(unpackValue(packValue(plain))).toEqual(plain);
      }),
    );
  });

  it('takes a view of a buffer for what it shows', () => {
    const all = new Float32Array([1, 2, 3, 4]);
    expect(unpackValue(packValue({ part: all.subarray(1, 3) }))).toEqual({
      part: new Float32Array([2, 3]),
    });
  });

  it.each([
    [
      { weights: [1, () => 2] },
      'save.weights[1]: expected JSON or a typed array, found a function',
    ],
    [{ weights: new Map() }, 'save.weights: expected JSON or a typed array, found a Map'],
    [Symbol.iterator, 'save: expected JSON or a typed array, found a symbol'],
    [{ $array: 1 }, 'save: expected no name with $, found $array'],
    [[1n], 'save[0]: expected JSON or a typed array, found a bigint'],
  ])('is refused with its place: %#', (wrong, message) => {
    expect(() => packValue(wrong, 'save')).toThrow(message);
  });

  it('is refused when it takes the same bytes twice', () => {
    const whole = { $array: 'Uint8Array', from: 0, bytes: 8 };
    const packed = { json: JSON.stringify([whole, whole]), bytes: new Uint8Array(8) };
    expect(() => unpackValue(packed)).toThrow('a packed value: expected no bytes twice');
  });

  it('is refused when it refers to itself', () => {
    const round: Record<string, unknown> = {};
    round['again'] = round;
    expect(() => packValue(round)).toThrow('at most 64 levels');
  });

  it.each([
    ['no JSON', 'x'],
    ['an array beyond the bytes', '{"$array":"Float32Array","from":0,"bytes":64}'],
    ['a negative place', '{"$array":"Float32Array","from":-4,"bytes":4}'],
    ['half an item', '{"$array":"Float32Array","from":0,"bytes":3}'],
    ['a kind that is none', '{"$array":"constructor","from":0,"bytes":4}'],
    ['levels without an end', `${'['.repeat(4000)}${']'.repeat(4000)}`],
  ])('that a stranger sent is refused with %s', (_, json) => {
    expect(() => unpackValue({ json, bytes: new Uint8Array(8) })).toThrow();
  });
});
