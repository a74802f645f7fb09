import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../../runner/src/dataset/index.ts';

type Format = 'png' | 'jpeg' | 'webp';

/** A picture of one colour; alpha is the fourth number. */
function plain(colour: readonly number[], width = 4, height = 2): sharp.Sharp {
  const data = Buffer.alloc(width * height * colour.length).map(
    (_, i) => colour[i % colour.length]!,
  );
  const image = sharp(data, { raw: { width, height, channels: colour.length as 1 | 2 | 3 | 4 } });
  return colour.length < 3 ? image.toColourspace('b-w') : image;
}

describe('a decoded picture', () => {
  it.each<[Format, number]>([
    ['png', 0],
    ['jpeg', 3],
    ['webp', 3],
  ])('comes from %s', async (format, tolerance) => {
    const bytes = await plain([200, 100, 50]).toFormat(format).toBuffer();
    const pixels = await decodeImage(bytes);
    expect(pixels).toMatchObject({ width: 4, height: 2, channels: 3 });
    expect(pixels.data).toHaveLength(4 * 2 * 3);
    [200, 100, 50].forEach((value, index) => {
      expect(Math.abs(pixels.data[index]! - value)).toBeLessThanOrEqual(tolerance);
    });
  });

  it('keeps one channel when it is stored grey', async () => {
    const png = await decodeImage(await plain([77]).png().toBuffer());
    const jpeg = await decodeImage(await plain([77]).jpeg().toBuffer());
    expect(png).toEqual({ width: 4, height: 2, channels: 1, data: new Uint8Array(8).fill(77) });
    expect(jpeg.channels).toBe(1);
  });

  it('has 8 bits, whatever it had', async () => {
    const grey = await plain([128]).toColourspace('grey16').png().toBuffer();
    const colour = await plain([128, 64, 32]).toColourspace('rgb16').png().toBuffer();
    expect([...(await decodeImage(grey)).data.subarray(0, 2)]).toEqual([128, 128]);
    expect([...(await decodeImage(colour)).data.subarray(0, 3)]).toEqual([128, 64, 32]);
  });

  it('is laid over white where it is transparent', async () => {
    const colour = await decodeImage(await plain([0, 0, 0, 0]).png().toBuffer());
    const half = await decodeImage(await plain([0, 0, 0, 128]).png().toBuffer());
    const grey = await decodeImage(await plain([0, 0]).png().toBuffer());
    expect([...colour.data.subarray(0, 3)]).toEqual([255, 255, 255]);
    expect(half.data[0]).toBeGreaterThanOrEqual(126);
    expect(half.data[0]).toBeLessThanOrEqual(128);
    expect([grey.channels, grey.data[0]]).toEqual([1, 255]);
  });

  it('is red, green and blue when it was stored for print', async () => {
    const bytes = await plain([200, 200, 200], 16, 16).toColourspace('cmyk').jpeg().toBuffer();
    expect((await sharp(bytes).metadata()).space).toBe('cmyk');
    const pixels = await decodeImage(bytes);
    expect(pixels.channels).toBe(3);
    expect(Math.abs(pixels.data[0]! - 200)).toBeLessThan(20);
  });

  it('stands upright', async () => {
    const lying = await plain([1, 2, 3]).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await decodeImage(lying)).toMatchObject({ width: 2, height: 4 });
    expect(await decodeImage(lying, { longestSide: 2 })).toMatchObject({ width: 1, height: 2 });
  });

  it('is shrunk to its longest side and never enlarged', async () => {
    const bytes = await plain([9, 9, 9], 100, 40).png().toBuffer();
    expect(await decodeImage(bytes, { longestSide: 50 })).toMatchObject({ width: 50, height: 20 });
    expect(await decodeImage(bytes, { longestSide: 200 })).toMatchObject({
      width: 100,
      height: 40,
    });
  });

  it('is the same each time', async () => {
    const bytes = await plain([10, 90, 170, 120], 33, 21).webp().toBuffer();
    const [first, second] = [
      await decodeImage(bytes, { longestSide: 16 }),
      await decodeImage(bytes, { longestSide: 16 }),
    ];
    expect(first).toEqual(second);
  });
});

describe('a picture is refused', () => {
  it.each([
    ['an SVG drawing', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
    ['an SVG drawing', '<?xml version="1.0"?>\n<!-- made by hand -->\n<svg width="9" height="9"/>'],
    ['a GIF picture', 'GIF89a'],
    ['a TIFF picture', 'II*\0'],
    ['a web page (HTML)', '<!DOCTYPE html><html></html>'],
    ['text', 'no picture'],
    ['text', ''],
  ])('when it is %s', async (found, text) => {
    await expect(decodeImage(Buffer.from(text))).rejects.toThrow(
      `expected a PNG, JPEG or WebP picture, found ${found}`,
    );
  });

  it.each<Format>(['png', 'jpeg', 'webp'])('when it is a %s cut off', async (format) => {
    const noise = Buffer.alloc(64 * 64 * 3).map((_, index) => (index * 7919) % 251);
    const image = sharp(noise, { raw: { width: 64, height: 64, channels: 3 } });
    const bytes = await image.toFormat(format).toBuffer();
    await expect(decodeImage(bytes.subarray(0, bytes.length / 2))).rejects.toThrow();
  });

  it('when it has more than 50 megapixels, before they are unpacked', async () => {
    const bytes = await plain([0]).png().toBuffer();
    // the size stands in the first chunk: 4 bytes its name, 13 its content, 4 its checksum
    bytes.writeUInt32BE(8000, 16);
    bytes.writeUInt32BE(7000, 20);
    bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
    await expect(decodeImage(bytes)).rejects.toThrow(/pixel limit/);
  });
});
