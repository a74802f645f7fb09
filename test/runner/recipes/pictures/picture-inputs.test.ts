import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { decodeImage } from '../../../../runner/src/dataset/index.ts';
import { parseImageInput } from '../../../../runner/src/recipes/pictures/picture-inputs.ts';
import { caught } from '../../../helpers/caught.ts';

/** A PNG whose header says another size than its content has. */
async function png(side: number): Promise<Uint8Array> {
  const create = { width: 1, height: 1, channels: 3, background: 'red' } as const;
  const bytes = await sharp({ create }).png().toBuffer();
  bytes.writeUInt32BE(side, 16);
  bytes.writeUInt32BE(side, 20);
  bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
  return bytes;
}

it.each([
  [30_000, 'one of more than 50 megapixels'],
  [20, /\d+ bytes that do not decode/],
])('says why a picture of %d points a side that it has not is no input', async (side, found) => {
  const raw = { kind: 'file', name: 'a.png', bytes: await png(side) } as const;
  const message = await caught(async () => parseImageInput(raw, decodeImage));
  expect(message).toMatch(/^INPUT_INVALID a\.png: expected a PNG, JPEG or WebP picture, found /);
  expect(message).toMatch(found);
});
