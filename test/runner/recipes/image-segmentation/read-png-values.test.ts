import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readPngValues } from '../../../../runner/src/recipes/image-segmentation/read-png-values.ts';
import { pngBytes } from '../../../helpers/png-bytes.ts';

describe('values of a PNG', () => {
  it('are grey levels as sharp wrote them, whatever filter it chose', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 24 }),
        fc.integer({ min: 1, max: 24 }),
        fc.integer({ min: 1, max: 99 }),
        fc.boolean(),
        async (width, height, step, adaptiveFiltering) => {
          const values = Uint8Array.from({ length: width * height }, (_, i) => (i * step) % 256);
          const raw = { width, height, channels: 1 } as const;
          const png = await sharp(values, { raw })
            .toColourspace('b-w')
            .png({ adaptiveFiltering })
            .toBuffer();
          expect(await readPngValues(png)).toEqual({ width, height, values });
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each([1, 2, 4, 8])('are places in a palette of %i bits, not its colours', async (depth) => {
    const values = Array.from({ length: 5 * 3 }, (_, index) => index % 2 ** Math.min(depth, 3));
    const png = pngBytes({ width: 5, height: 3, depth, colour: 3, samples: values });
    expect(await readPngValues(png)).toEqual({
      width: 5,
      height: 3,
      values: Uint8Array.from(values),
    });
  });

  it('are read from colours that are all grey, with or without transparency', async () => {
    const rgb = pngBytes({ width: 2, height: 1, colour: 2, samples: [7, 7, 7, 2, 2, 2] });
    const rgba = pngBytes({ width: 1, height: 2, colour: 6, samples: [7, 7, 7, 255, 2, 2, 2, 0] });
    const greyAlpha = pngBytes({ width: 2, height: 1, colour: 4, samples: [7, 9, 2, 255] });
    for (const png of [rgb, rgba, greyAlpha]) {
      expect([...(await readPngValues(png)).values]).toEqual([7, 2]);
    }
  });
});

describe('a PNG is refused', () => {
  const plain = { width: 2, height: 2, samples: [1, 2, 3, 4] } as const;

  it.each([
    ['another file', Buffer.from('GIF89a'), 'expected a PNG, found another file'],
    [
      'nothing but a signature',
      pngBytes(plain).subarray(0, 8),
      'expected a PNG with a header, found none',
    ],
    [
      'coloured',
      pngBytes({ width: 1, height: 1, colour: 2, samples: [1, 2, 3] }),
      'expected grey levels or a palette, found colours',
    ],
    [
      '16 bits deep',
      pngBytes({ ...plain, depth: 16 }),
      'expected values of at most 8 bits, found 16',
    ],
    [
      'interlaced',
      pngBytes({ ...plain, interlace: 1 }),
      'expected a PNG that is not interlaced, found one that is',
    ],
    [
      'huge',
      pngBytes({ ...plain, width: 30_000_000 }),
      'expected 1 to 50000000 pixels, found 30000000 × 2',
    ],
    [
      'cut off',
      pngBytes({ ...plain, data: deflateSync(Buffer.alloc(3)) }),
      'expected 6 bytes of pixels, found 3',
    ],
    [
      'filtered as none is',
      pngBytes({ ...plain, data: deflateSync(Buffer.alloc(6, 9)) }),
      'expected a filter from 0 to 4, found 9',
    ],
  ])('when it is %s', async (_, bytes, message) => {
    await expect(readPngValues(bytes)).rejects.toThrow(message);
  });

  it('when more unpacks than its header says, without unpacking it', async () => {
    const bomb = pngBytes({ ...plain, data: deflateSync(Buffer.alloc(50_000_000)) });
    await expect(readPngValues(bomb)).rejects.toThrow('expected 6 bytes of pixels, found more');
  });

  it('when it is damaged in any byte, or read all the same, but never hangs', async () => {
    const png = pngBytes({ width: 4, height: 4, samples: Array.from({ length: 16 }, (_, i) => i) });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: png.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (place, flip) => {
          const damaged = Buffer.from(png);
          damaged[place]! ^= flip;
          const outcome = await readPngValues(damaged).catch((error: unknown) => error);
          const isRead = typeof outcome === 'object' && outcome !== null && 'values' in outcome;
          expect(isRead || outcome instanceof Error).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  });
});
