import type { Field } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import type { ElementType, Elements } from '../../../../runner/src/inference/onnx/graph-tensor.ts';
import { checkNumbers } from '../../../../runner/src/inference/onnx/input-binding.ts';
import { readTensor } from '../../../../runner/src/inference/onnx/tensor-value.ts';
import { caught } from '../../../helpers/caught.ts';

const x: Field = { name: 'x', type: 'tensor' };

function read(type: ElementType, value: unknown): Elements {
  const input = { place: 'data[0]', values: new Map([['x', value]]) };
  return readTensor(input, x, type, [null]).elements;
}

const raw = (data: BigInt64Array | Int32Array | Uint8Array | Float32Array): object => ({
  shape: [data.length],
  data,
});

describe('a tensor', () => {
  it.each<[ElementType, unknown, Elements]>([
    ['uint8', [0, 255], Uint8Array.of(0, 255)],
    ['int8', raw(Int32Array.of(-128, 127)), Int8Array.of(-128, 127)],
    ['int32', [-(2 ** 31), 2 ** 31 - 1], Int32Array.of(-(2 ** 31), 2 ** 31 - 1)],
    [
      'int64',
      raw(BigInt64Array.of(2n ** 60n, -(2n ** 63n))),
      BigInt64Array.of(2n ** 60n, -(2n ** 63n)),
    ],
    ['int64', [2 ** 53 - 1], BigInt64Array.of(2n ** 53n - 1n)],
    ['bool', [true, 0], Uint8Array.of(1, 0)],
    ['float32', [0.5, NaN, -3.4e38], Float32Array.of(0.5, NaN, -3.4e38)],
    ['float32', raw(Float32Array.of(Infinity, NaN)), Float32Array.of(Infinity, NaN)],
    ['float64', [1e39, -Number.MAX_VALUE], Float64Array.of(1e39, -Number.MAX_VALUE)],
    ['string', ['a'], ['a']],
  ])('of %s takes what it holds: %o', (type, value, elements) => {
    expect(read(type, value)).toEqual(elements);
  });

  it('refuses what would become another number', async () => {
    const cases: readonly (readonly [ElementType, unknown])[] = [
      ['uint8', [300, -1]],
      ['uint8', [-1]],
      ['int8', raw(Uint8Array.of(200))],
      ['int32', [2 ** 40]],
      ['int32', raw(BigInt64Array.of(2n ** 60n))],
      ['int64', [2 ** 60]],
      ['int64', [0.5]],
      ['bool', [7]],
      ['float32', [1e39]],
      ['float64', [JSON.parse('1e400')]],
      ['float32', ['six']],
      ['string', [6]],
    ];
    const told: string[] = [];
    for (const [type, value] of cases) told.push(await caught(() => read(type, value)));
    expect(told).toMatchInlineSnapshot(`
      [
        "INPUT_INVALID data[0]: expected values of uint8 (whole numbers from 0 to 255) for x, found 300",
        "INPUT_INVALID data[0]: expected values of uint8 (whole numbers from 0 to 255) for x, found -1",
        "INPUT_INVALID data[0]: expected values of int8 (whole numbers from -128 to 127) for x, found 200",
        "INPUT_INVALID data[0]: expected values of int32 (whole numbers from -2147483648 to 2147483647) for x, found 1099511627776",
        "INPUT_INVALID data[0]: expected values of int32 (whole numbers from -2147483648 to 2147483647) for x, found 1152921504606846976",
        "INPUT_INVALID data[0]: expected values of int64 (whole numbers up to 2^53 − 1, larger ones as 64-bit integers) for x, found 1152921504606847000",
        "INPUT_INVALID data[0]: expected values of int64 (whole numbers up to 2^53 − 1, larger ones as 64-bit integers) for x, found 0.5",
        "INPUT_INVALID data[0]: expected values of bool (whole numbers from 0 to 1) for x, found 7",
        "INPUT_INVALID data[0]: expected values of float32 (from -3.4028234663852886e+38 to 3.4028234663852886e+38) for x, found 1e+39",
        "INPUT_INVALID data[0]: expected float64 [?] for x, found ["Infinity"]",
        "INPUT_INVALID data[0]: expected values of float32 for x, found "six"",
        "INPUT_INVALID data[0]: expected values of string for x, found 6",
      ]
    `);
  });
});

it('is refused as numbers of single values too, where they do not fit', async () => {
  const input = { place: 'rows.csv:3', values: new Map() };
  const check = (type: ElementType, numbers: readonly number[]): void =>
    checkNumbers(numbers, { name: 'row', type, shape: [null, 2] }, input);
  check('float32', [0.5, 1e38]);
  check('int64', [-1, 2 ** 53 - 1]);
  check('string', [1e39]);
  expect([
    await caught(() => check('float32', [1, 1e39])),
    await caught(() => check('int32', [2 ** 40])),
    await caught(() => check('int64', [0.5])),
  ]).toMatchInlineSnapshot(`
    [
      "INPUT_INVALID rows.csv:3: expected values of float32 (from -3.4028234663852886e+38 to 3.4028234663852886e+38) for row, found 1e+39",
      "INPUT_INVALID rows.csv:3: expected values of int32 (whole numbers from -2147483648 to 2147483647) for row, found 1099511627776",
      "INPUT_INVALID rows.csv:3: expected values of int64 (whole numbers up to 2^53 − 1, larger ones as 64-bit integers) for row, found 0.5",
    ]
  `);
});
