import { expect, it } from 'vitest';
import type { RawInput } from '../../../../runner/src/recipes/recipe.ts';
import { hashInputs } from '../../../../runner/src/serving/pool/hash-inputs.ts';

const value = (one: unknown): RawInput => ({ kind: 'value', value: one });
const file = (name: string, ...bytes: readonly number[]): RawInput => ({
  kind: 'file',
  name,
  bytes: Uint8Array.from(bytes),
});
const row = (data: unknown, shape = [2]): RawInput[] => [value({ a: { shape, data }, b: 1 })];

/** Each other than all the others, though JSON or bytes of some are the same. */
const different: readonly (readonly RawInput[])[] = [
  [value(null)],
  [value(NaN)],
  [value(Infinity)],
  [value(-Infinity)],
  [value(0)],
  [value(-0)],
  [value('0')],
  [value([0])],
  [value(0), value(0)],
  [value({ a: 1 })],
  [value({ a: 1, b: undefined })],
  [value([null, 1])],
  [value([NaN, 1])],
  row(Float32Array.of(1, NaN)),
  row(Float32Array.of(1, Infinity)),
  row(Float32Array.of(1, Infinity), [2, 1]),
  row(Float64Array.of(1, Infinity)),
  row(Uint8Array.of(1, 2)),
  row(Int32Array.of(1, 2)),
  row(Int32Array.of(1, 3)),
  row({ 0: 1, 1: 2 }),
  row([1, 2]),
  row(BigInt64Array.of(1n, 2n)),
  row(BigInt64Array.of(1n, 3n)),
  [value({ shape: [2], data: BigInt64Array.of(1n, 3n) })],
  [file('a.csv', 1, 2)],
  [file('a.csv', 1), file('', 2)],
  [file('a.tsv', 1, 2)],
  [file('a.csv', 1, 2, 3)],
];

it('tells different inputs apart, whatever they are made of', () => {
  expect(new Set(different.map(hashInputs)).size).toBe(different.length);
});

it('knows the same inputs again', () => {
  expect(different.map((inputs) => hashInputs(structuredClone(inputs)))).toEqual(
    different.map(hashInputs),
  );
});
