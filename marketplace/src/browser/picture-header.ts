import { contentOf } from '@orangery/runner/browser';

export interface PictureHeader {
  readonly format: 'png' | 'jpeg' | 'webp';
  /** Whether it is stored in shades of grey alone: then the server keeps one channel. */
  readonly isGrey: boolean;
}

const formats: Readonly<Record<string, PictureHeader['format']>> = {
  '.png': 'png',
  '.jpg': 'jpeg',
  '.webp': 'webp',
};

/**
 * Reads from a picture's bytes what a canvas does not tell.
 * @throws Error when they are no PNG, JPEG or WebP
 */
export function readPictureHeader(bytes: Uint8Array): PictureHeader {
  const content = contentOf(bytes);
  const format = content.kind === 'picture' ? formats[content.extension] : undefined;
  if (format === undefined) {
    throw new Error(`expected a PNG, JPEG or WebP picture, found ${content.name}`);
  }
  return { format, isGrey: isGrey[format](bytes) };
}

const isGrey: Readonly<Record<PictureHeader['format'], (bytes: Uint8Array) => boolean>> = {
  // colour type of the first chunk (PNG, section 11.2.1): 0 is grey, 4 grey with transparency
  png: (bytes) => bytes[25] === 0 || bytes[25] === 4,
  jpeg: (bytes) => jpegComponents(bytes) === 1,
  webp: () => false,
};

/** Number of components in the frame header of a JPEG (ITU-T T.81, B.2.2). */
function jpegComponents(bytes: Uint8Array): number | undefined {
  let at = 2;
  while (at + 9 < bytes.length) {
    const marker = bytes[at + 1]!;
    if (bytes[at] !== 0xff) return undefined;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return bytes[at + 9];
    // fill bytes before a marker have no length
    at += marker === 0xff ? 1 : 2 + bytes[at + 2]! * 256 + bytes[at + 3]!;
  }
  return undefined;
}
