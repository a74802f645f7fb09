import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Datatype } from '../../../../../runner/src/serving/open-inference/tensors/datatype.ts';
import { readJsonData } from '../../../../../runner/src/serving/open-inference/tensors/read-json-data.ts';
import type { Tensor } from '../../../../../runner/src/serving/open-inference/tensors/tensor.ts';
import { writeJsonData } from '../../../../../runner/src/serving/open-inference/tensors/write-json-data.ts';
import { RequestProblem } from '../../../../../runner/src/serving/request-problem.ts';
import { anyTensor } from '../random-tensors.ts';

/** What JSON holds: texts, finite numbers, integers up to 2^53. */
const tensorsOfJson = anyTensor.map((tensor): Tensor => {
  const { data } = tensor;
  if (data instanceof BigInt64Array) return { ...tensor, data: data.map((one) => one >> 11n) };
  if (data instanceof BigUint64Array) return { ...tensor, data: data.map((one) => one >> 11n) };
  if (!ArrayBuffer.isView(data)) return { ...tensor, data: data.map((one) => `“${String(one)}`) };
  return { ...tensor, data: data.map((one) => (Number.isFinite(one) && one !== 0 ? one : 0)) };
});

describe('data of a tensor in JSON', () => {
  it('is read as it was written, flat and nested', () => {
    fc.assert(
      fc.property(tensorsOfJson, (tensor) => {
        const flat = JSON.parse(writeJsonData(tensor)) as unknown[];
        expect(readJsonData(tensor, flat)).toEqual(tensor.data);
        expect(readJsonData(tensor, nest(flat, tensor.shape))).toEqual(tensor.data);
      }),
    );
  });

  it.each<[Datatype, Tensor['data'], string]>([
    ['FP64', Float64Array.of(1.5, NaN, Infinity, -Infinity), '[1.5,null,null,null]'],
    ['INT64', BigInt64Array.of(9007199254740993n, -1n), '[9007199254740993,-1]'],
    ['BOOL', Uint8Array.of(1, 0), '[true,false]'],
    ['BYTES', ['a"', Uint8Array.of(0xc3, 0xa4)], String.raw`["a\"","ä"]`],
  ])('writes %s', (datatype, data, text) => {
    expect(writeJsonData({ datatype, data })).toBe(text);
  });

  it('reads null among floating point numbers as none', () => {
    const tensor = { name: 'x', datatype: 'FP32', shape: [2] } as const;
    expect(readJsonData(tensor, [null, 1])).toEqual(Float32Array.of(NaN, 1));
  });

  it.each<[Datatype, number[], unknown, string]>([
    ['FP32', [2, 3], [1, 2, 3, 4, 5], 'x: expected 6 elements for the shape [2, 3], found 5'],
    ['FP32', [2, 2], [[1, 2], [3]], 'x: expected lists of 2 in dimension 1 of [2, 2], found 1'],
    ['FP32', [2, 2], [[1, 2], 3], 'x: expected lists of 2 in dimension 1 of [2, 2], found 3'],
    [
      'FP32',
      [1, 1],
      [[[1]]],
      'x, element 0: expected a finite number, or null for none, found [1]',
    ],
    ['FP32', [1], undefined, 'x: expected a list in data, found nothing'],
    ['FP32', [1], [1e39], 'x, element 0: expected a number that fits into FP32, found 1e+39'],
    ['FP16', [1], [70000], 'x, element 0: expected a number that fits into FP16, found 70000'],
    ['FP64', [1], ['1'], 'x, element 0: expected a finite number, or null for none, found "1"'],
    ['BOOL', [1], [1], 'x, element 0: expected true or false, found 1'],
    ['UINT8', [2], [0, 256], 'x, element 1: expected a whole number from 0 to 255, found 256'],
    ['INT8', [1], [-129], 'x, element 0: expected a whole number from -128 to 127, found -129'],
    ['INT32', [1], [1.5], /x, element 0: expected a whole number from .* found 1.5/.source],
    [
      'INT64',
      [1],
      [2 ** 53],
      'x, element 0: expected a whole number from -9007199254740991 to 9007199254740991; larger ones as binary data, found 9007199254740992',
    ],
    ['BYTES', [1], [7], 'x, element 0: expected a text, found 7'],
  ])('refuses as %s %j %j', (datatype, shape, data, message) => {
    const read = (): unknown => readJsonData({ name: 'x', datatype, shape }, data);
    expect(read).toThrow(RequestProblem);
    expect(read).toThrow(message.includes('.*') ? new RegExp(message) : message);
  });

  it('refuses any JSON with 400 or takes it', () => {
    fc.assert(
      fc.property(anyTensor, fc.jsonValue(), (tensor, data) => {
        try {
          expect(readJsonData(tensor, data)).toHaveLength(tensor.data.length);
        } catch (error) {
          expect(error).toBeInstanceOf(RequestProblem);
          expect(error).toMatchObject({ status: 400 });
        }
      }),
    );
  });
});

function nest(flat: readonly unknown[], shape: readonly number[]): unknown {
  const [size = 0, ...rest] = shape;
  if (rest.length === 0) return flat;
  const step = flat.length / (size || 1);
  return Array.from({ length: size }, (_, index) =>
    nest(flat.slice(index * step, (index + 1) * step), rest),
  );
}
