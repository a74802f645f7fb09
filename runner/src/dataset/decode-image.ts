import sharp from 'sharp';
import type { DecodeImage, Pixels } from '../recipes/pictures/pixels.ts';
import { contentOf } from './archive/content.ts';

// one picture a core is the caller's choice; a cache would only hold pictures seen once
sharp.concurrency(1);
sharp.cache(false);

const mostPixels = 50_000_000;

/**
 * Decodes PNG, JPEG or WebP with sharp. Pictures stored grey keep one channel; every other
 * colourspace becomes sRGB; of an animation the first frame is taken.
 * @throws Error when the bytes are another format, damaged, cut off, or over 50 megapixels
 */
export const decodeImage: DecodeImage = async (bytes, options = {}): Promise<Pixels> => {
  const content = contentOf(bytes);
  if (content.kind !== 'picture') {
    throw new Error(`expected a PNG, JPEG or WebP picture, found ${content.name}`);
  }
  const image = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error' });
  const { space, autoOrient: stored } = await image.metadata();
  const isGrey = space === 'b-w' || space === 'grey16';
  image.autoOrient().flatten({ background: 'white' });
  if (options.longestSide !== undefined) {
    const side = options.longestSide;
    image.resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true });
  }
  const { data, info } = await image
    .toColourspace(isGrey ? 'b-w' : 'srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 1 && info.channels !== 3) {
    throw new Error(`expected 1 or 3 channels, found ${info.channels}`);
  }
  const { width, height, channels } = info;
  return {
    width,
    height,
    channels,
    data: new Uint8Array(data.buffer, data.byteOffset, data.length),
    ...(stored.width === width && stored.height === height ? {} : { stored }),
  };
};
