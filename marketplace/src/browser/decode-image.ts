import type { DecodeImage, Pixels } from '@orangery/runner/browser';
import { readPictureHeader } from './picture-header.ts';
import { shrinkPicture } from './shrink-picture.ts';

/** As on the server. */
const mostPixels = 50_000_000;

/**
 * Decodes PNG, JPEG or WebP in a worker as the server's sharp does: orientation applied, colours in
 * sRGB, transparency over white, one channel where it is stored grey, and shrunk by the same filters.
 * @throws Error when the bytes are another format, damaged, or over 50 megapixels
 */
export const decodeImage: DecodeImage = async (bytes, { longestSide } = {}) => {
  const { format, isGrey } = readPictureHeader(bytes);
  const pixels = await readPixels(bytes, isGrey ? 1 : 3);
  return longestSide === undefined ? pixels : shrinkPicture(pixels, longestSide, format);
};

async function readPixels(bytes: Uint8Array, channels: 1 | 3): Promise<Pixels> {
  // a copy: the bytes may lie in memory that is shared
  const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
  try {
    const { width, height } = bitmap;
    if (width * height > mostPixels) throw new Error('the picture exceeds pixel limit');
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d', { willReadFrequently: true, colorSpace: 'srgb' });
    if (context === null) throw new Error('this browser has no canvas for workers');
    context.fillStyle = 'white';
    context.fillRect(0, 0, width, height);
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    return { width, height, channels, data: takeChannels(data, channels) };
  } finally {
    bitmap.close();
  }
}

/** Without the fourth channel, which is opaque; of a grey picture all are equal. */
function takeChannels(samples: Uint8ClampedArray, channels: 1 | 3): Uint8Array {
  const taken = new Uint8Array((samples.length / 4) * channels);
  for (let from = 0, to = 0; from < samples.length; from += 4, to += channels) {
    taken[to] = samples[from]!;
    if (channels === 1) continue;
    taken[to + 1] = samples[from + 1]!;
    taken[to + 2] = samples[from + 2]!;
  }
  return taken;
}
