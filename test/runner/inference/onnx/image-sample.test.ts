import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageTensor } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../../../runner/src/dataset/index.ts';
import { imageNumbers, imageShape } from '../../../../runner/src/inference/onnx/image-sample.ts';
import type { Pixels } from '../../../../runner/src/recipes/pictures/pixels.ts';
import { onnxFixtures } from '../../../helpers/onnx-module.ts';

interface Shown {
  readonly fit: 'stretch' | 'cover' | 'contain';
  readonly interpolation: 'nearest' | 'bilinear' | 'bicubic';
  readonly channels: 'rgb' | 'grey';
  readonly shorterSide: number | null;
  readonly samples: readonly number[];
}

const text = await readFile(join(onnxFixtures, 'expected.json'), 'utf8');
const { pictures }: { readonly pictures: readonly Shown[] } = JSON.parse(text);
const drawn = await decodeImage(await readFile(join(onnxFixtures, 'picture.png')));

describe('imageNumbers', () => {
  it.each(pictures)(
    'places a picture as Pillow does: $fit, $interpolation, $channels, $shorterSide',
    ({ samples, shorterSide, ...shown }) => {
      const image: ImageTensor = {
        ...{ kind: 'image', from: 'photo', size: [6, 8], largest: 255, fill: 114 },
        ...{ layout: 'height-width-channels' },
        ...shown,
        ...(shorterSide === null ? {} : { shorterSide }),
      };
      const found = imageNumbers(drawn, image);
      expect(found).toHaveLength(samples.length);
      const differences = samples.map((sample, index) => Math.abs(sample - found[index]!));
      expect(Math.max(...differences)).toBeLessThanOrEqual(1);
    },
  );

  const one: Pixels = { width: 1, height: 1, channels: 3, data: Uint8Array.from([255, 51, 0]) };
  const plain = { kind: 'image', from: 'photo', size: [1, 1] } as const;

  it.each([
    ['scales to 1', {}, [1, 0.2, 0]],
    ['keeps 255', { largest: 255 }, [255, 51, 0]],
    ['turns colours', { channels: 'bgr' }, [0, 0.2, 1]],
    ['subtracts, then divides', { mean: [0.5], deviation: [0.5] }, [1, -0.6, -1]],
    ['by channel', { mean: [1, 0.2, 0], deviation: [1, 1, 2] }, [0, 0, 0]],
    ['makes grey', { channels: 'grey', largest: 255 }, [106]],
  ] as const)('%s', (_, more, expected) => {
    const image: ImageTensor = JSON.parse(JSON.stringify({ ...plain, ...more }));
    const found = [...imageNumbers(one, image)].map((value) => Math.round(value * 1e5) / 1e5);
    expect(found).toEqual(expected);
  });

  it('gives a grey picture to every channel', () => {
    const grey: Pixels = { width: 1, height: 1, channels: 1, data: Uint8Array.from([255]) };
    expect([...imageNumbers(grey, { ...plain, size: [1, 1] })]).toEqual([1, 1, 1]);
  });

  it('puts channels first unless the layout says last', () => {
    const two: Pixels = { ...one, width: 2, data: Uint8Array.from([1, 2, 3, 4, 5, 6]) };
    const image: ImageTensor = { ...plain, size: [1, 2], largest: 255 };
    expect([...imageNumbers(two, image)]).toEqual([1, 4, 2, 5, 3, 6]);
    expect(imageShape(image)).toEqual([3, 1, 2]);
    const last: ImageTensor = { ...image, layout: 'height-width-channels' };
    expect([...imageNumbers(two, last)]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(imageShape(last)).toEqual([1, 2, 3]);
  });

  it.each(['stretch', 'cover', 'contain'] as const)(
    'fills the whole tensor from a picture of one line: %s',
    (fit) => {
      const line: Pixels = { width: 40, height: 1, channels: 1, data: new Uint8Array(40).fill(9) };
      const image: ImageTensor = { ...plain, size: [5, 3], fit, largest: 255, fill: 9 };
      expect(new Set(imageNumbers(line, image))).toEqual(new Set([9]));
    },
  );
});
