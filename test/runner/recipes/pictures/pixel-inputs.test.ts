import { describe, expect, it } from 'vitest';
import { parseImageInput } from '../../../../runner/src/recipes/pictures/picture-inputs.ts';
import { parsePixels } from '../../../../runner/src/recipes/pictures/pixel-inputs.ts';
import type { Pixels } from '../../../../runner/src/recipes/pictures/pixels.ts';
import { caught } from '../../../helpers/caught.ts';

const grey = [
  [0, 1, 2],
  [3, 4, 5],
];
const colour = [
  [
    [1, 2, 3],
    [4, 5, 6],
  ],
];

async function parsed(value: unknown): Promise<readonly Pixels[]> {
  return parseImageInput({ kind: 'value', value }, async () => {
    throw new Error('nothing is to be decoded');
  });
}

const shapes = (pictures: readonly Pixels[]): unknown =>
  pictures.map(({ height, width, channels, data }) => [height, width, channels, [...data]]);

describe('pixels as numbers', () => {
  it.each<[string, unknown, unknown]>([
    ['grey', grey, [[2, 3, 1, [0, 1, 2, 3, 4, 5]]]],
    ['in colour', colour, [[1, 2, 3, [1, 2, 3, 4, 5, 6]]]],
    ['grey with a channel of their own', [[[7], [8]]], [[1, 2, 1, [7, 8]]]],
    [
      'of several pictures in colour',
      [colour, colour],
      [
        [1, 2, 3, [1, 2, 3, 4, 5, 6]],
        [1, 2, 3, [1, 2, 3, 4, 5, 6]],
      ],
    ],
    [
      'of several grey pictures',
      [[[1, 2, 3, 4]], [[5], [6]]],
      [
        [1, 4, 1, [1, 2, 3, 4]],
        [2, 1, 1, [5, 6]],
      ],
    ],
  ])('are a picture, %s', async (_, value, expected) => {
    expect(shapes(await parsed(value))).toEqual(expected);
  });

  it.each([[[2, 3]], [[2, 3, 1]]])('are a picture as a tensor %j', async (shape) => {
    const value = { shape, data: Uint8Array.of(0, 1, 2, 3, 4, 5) };
    expect(shapes(await parsed(value))).toEqual([[2, 3, 1, [0, 1, 2, 3, 4, 5]]]);
    const wide = { shape, data: Float32Array.of(0, 1, 2, 3, 4, 5) };
    expect(shapes(await parsed(wide))).toEqual([[2, 3, 1, [0, 1, 2, 3, 4, 5]]]);
  });

  it.each<[unknown, string]>([
    [[[1, 2], [3]], 'data[0][1]: expected a list of 2, as long as the first, found 1'],
    [[[1, 2], 3], 'data[0][1]: expected a list of 2, as long as the first, found 3'],
    [[[1, 256]], 'data[0][0][1]: expected a whole number 0…255, found 256'],
    [[[0.5]], 'data[0][0][0]: expected a whole number 0…255, found 0.5'],
    [[['a']], 'data[0][0][0]: expected a whole number 0…255, found "a"'],
    [[[]], 'data[0]: expected pixels [height, width] or [height, width, 3], found [1, 0]'],
    [
      [[[[1, 2]]]],
      'data[0]: expected pixels [height, width] or [height, width, 3], found [1, 1, 2]',
    ],
    [
      [[[[[1]]]]],
      'data[0]: expected pixels [height, width] or [height, width, 3], found [1, 1, 1, 1]',
    ],
    [[1, 2, 3], 'data[0]: expected a picture as base64 text, found number'],
    [{ shape: [2, 2], data: Uint8Array.of(1, 2, 3) }, 'data[0]: expected 4 pixel values, found 3'],
    [
      { shape: [1, 1], data: Float32Array.of(NaN) },
      'data[0]: expected a whole number 0…255, found NaN',
    ],
    [
      { shape: [10_000, 10_000], data: new Uint8Array() },
      'data[0]: expected at most 16 megapixels, found 10000 × 10000',
    ],
  ])('are refused where they are no picture: %j', async (value, message) => {
    expect(await caught(async () => parsed(value))).toContain(`INPUT_INVALID ${message}`);
  });

  it('are shrunk as decoded pictures are, and tell how large they were', () => {
    const data = new Uint8Array(300 * 150 * 3).map((_, index) => [10, 200, 30][index % 3]!);
    const {
      width,
      height,
      channels,
      stored,
      data: small,
    } = parsePixels({ shape: [150, 300, 3], data }, 'data');
    expect({ width, height, channels, stored }).toEqual({
      width: 128,
      height: 64,
      channels: 3,
      stored: { width: 300, height: 150 },
    });
    expect([...small.subarray(0, 6)]).toEqual([10, 200, 30, 10, 200, 30]);
    expect(small).toHaveLength(128 * 64 * 3);
  });

  it('read a large picture of nested lists without ending the stack', () => {
    const rows = Array.from({ length: 1000 }, () => Array.from({ length: 1000 }, () => 9));
    expect(parsePixels(rows, 'data')).toMatchObject({ width: 128, height: 128 });
  });
});
