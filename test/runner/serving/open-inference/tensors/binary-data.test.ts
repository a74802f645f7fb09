import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readBinaryData,
  writeBinaryData,
} from '../../../../../runner/src/serving/open-inference/tensors/binary-data.ts';
import { RequestProblem } from '../../../../../runner/src/serving/request-problem.ts';
import { anyTensor } from '../random-tensors.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));

describe('binary data of a tensor', () => {
  it('is read as it was written, bit for bit, in every datatype and shape', () => {
    fc.assert(
      fc.property(anyTensor, fc.integer({ min: 0, max: 7 }), (tensor, offset) => {
        const written = writeBinaryData(tensor);
        // wherever in a body it begins
        const body = new Uint8Array(offset + written.length);
        body.set(written, offset);
        const data = readBinaryData(tensor, body.subarray(offset));
        expect(Buffer.from(writeBinaryData({ ...tensor, data }))).toEqual(Buffer.from(written));
        expect(data).toEqual(tensor.data);
      }),
    );
  });

  it.each([
    ['FP32', [1, 2], '0000803f000000c0', Float32Array.of(1, -2)],
    ['FP16', [2], '003c00c0', Float16Array.of(1, -2)],
    ['INT64', [1], 'ffffffffffffff7f', BigInt64Array.of(2n ** 63n - 1n)],
    ['UINT64', [1], 'ffffffffffffffff', BigUint64Array.of(2n ** 64n - 1n)],
    ['BOOL', [3], '010001', Uint8Array.of(1, 0, 1)],
    ['BYTES', [2], '020000004f4b00000000', [Uint8Array.of(0x4f, 0x4b), new Uint8Array()]],
  ] as const)('has %s %j as %s', (datatype, shape, text, data) => {
    const tensor = { name: 'x', datatype, shape };
    expect(readBinaryData(tensor, hex(text))).toEqual(data);
    expect(Buffer.from(writeBinaryData({ datatype, data })).toString('hex')).toBe(text);
  });

  it('writes texts as UTF-8', () => {
    const written = writeBinaryData({ datatype: 'BYTES', data: ['ä'] });
    expect(Buffer.from(written).toString('hex')).toBe('02000000c3a4');
  });

  it.each([
    ['FP32', [2], '00', 'x: expected 8 bytes for FP32 [2], found 1'],
    ['BOOL', [2], '0102', 'x, element 1: expected 0 or 1, found 2'],
    [
      'BYTES',
      [1],
      '0500000041',
      'x, element 0: expected its length in 4 bytes, little-endian, and as many bytes, found 5 bytes',
    ],
    [
      'BYTES',
      [2],
      '0000000000',
      'x, element 1: expected its length in 4 bytes, little-endian, and as many bytes, found 1 bytes',
    ],
    ['BYTES', [2], '00000000', 'x: expected 2 elements for the shape [2], found 1'],
    ['BYTES', [1], '0000000000000000', 'x: expected 1 elements for the shape [1], found more'],
  ] as const)('refuses as %s %j the bytes %s', (datatype, shape, text, message) => {
    const tensor = { name: 'x', datatype, shape };
    expect(() => readBinaryData(tensor, hex(text))).toThrow(new RequestProblem(400, message));
  });

  it('refuses any bytes with 400 or takes them', () => {
    fc.assert(
      fc.property(anyTensor, fc.uint8Array({ maxLength: 40 }), (tensor, bytes) => {
        try {
          expect(readBinaryData(tensor, bytes)).toHaveLength(tensor.data.length);
        } catch (error) {
          expect(error).toBeInstanceOf(RequestProblem);
          expect(error).toMatchObject({ status: 400 });
        }
      }),
    );
  });
});
