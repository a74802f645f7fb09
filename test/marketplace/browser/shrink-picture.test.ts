import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readPictureHeader } from '../../../marketplace/src/browser/picture-header.ts';
import { shrinkPicture } from '../../../marketplace/src/browser/shrink-picture.ts';
import { decodeImage } from '../../../runner/src/dataset/decode-image.ts';

type Format = 'png' | 'jpeg' | 'webp';
const sides = [
  [129, 128],
  [300, 200],
  [640, 480],
  [1000, 750],
  [1600, 1067],
] as const;
const cases = sides.flatMap(([width, height]) =>
  (['png', 'jpeg', 'webp'] as const).map((format) => [format, width, height] as const),
);

describe('a page shrinks as the server does', () => {
  it.each(cases)('%s of %s × %s', async (format, width, height) => {
    const bytes = await picture(format, width, height);
    const expected = await decodeImage(bytes, { longestSide: 128 });
    const found = shrinkPicture(await decodeImage(bytes), 128, format);
    expect([found.width, found.height]).toEqual([expected.width, expected.height]);
    expect(found.stored).toEqual({ width, height });
    expect(meanDifference(expected.data, found.data)).toBeLessThan(format === 'webp' ? 2.5 : 1.5);
  });

  it('and leaves small pictures alone', async () => {
    const pixels = await decodeImage(await picture('png', 40, 30));
    expect(shrinkPicture(pixels, 128, 'png')).toBe(pixels);
  });

  it('down to a line of one pixel', async () => {
    const pixels = await decodeImage(await picture('png', 900, 2));
    const { width, height, data } = shrinkPicture(pixels, 128, 'png');
    expect([width, height, data.length]).toEqual([128, 1, 128 * 3]);
  });
});

describe('a picture’s header', () => {
  it.each([
    ['png', 'srgb', false],
    ['png', 'b-w', true],
    ['jpeg', 'srgb', false],
    ['jpeg', 'b-w', true],
    ['webp', 'srgb', false],
  ] as const)('of %s in %s', async (format, space, isGrey) => {
    const bytes = await sharp(await picture('png', 20, 20))
      .toColourspace(space)
      .toFormat(format)
      .withExif({ IFD0: { Copyright: 'a gardener' } })
      .toBuffer();
    expect(readPictureHeader(bytes)).toEqual({ format, isGrey });
    expect((await decodeImage(bytes)).channels).toBe(isGrey ? 1 : 3);
  });

  it('refuses what is no picture, and takes a JPEG cut off for one in colour', () => {
    expect(() => readPictureHeader(new TextEncoder().encode('a,b\n1,2\n'))).toThrow(
      'expected a PNG, JPEG or WebP picture, found text',
    );
    expect(readPictureHeader(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 4)).isGrey).toBe(false);
  });
});

/** Waves that grow narrow, with a grid: what bad filters fold. */
async function picture(format: Format, width: number, height: number): Promise<Uint8Array> {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const wave = 128 + 90 * Math.sin((x * x) / (width * 12)) * Math.cos((y * y) / (height * 12));
      data.set([wave, wave * 0.7 + (x % 32 < 16 ? 40 : 0), 255 - wave], (y * width + x) * 3);
    }
  }
  const image = sharp(data, { raw: { width, height, channels: 3 } });
  return new Uint8Array(await image.toFormat(format, { quality: 90 }).toBuffer());
}

function meanDifference(expected: Uint8Array, found: Uint8Array): number {
  expect(found.length).toBe(expected.length);
  const sum = expected.reduce((total, value, at) => total + Math.abs(value - found[at]!), 0);
  return sum / expected.length;
}
