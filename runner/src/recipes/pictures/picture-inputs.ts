import { Failure } from '@orangery/schemas';
import { base64Bytes } from '../base64-bytes.ts';
import { isRawTensor } from '../raw-tensor.ts';
import type { RawInput } from '../recipe.ts';
import { isPixels, parsePixels } from './pixel-inputs.ts';
import { decodedSide, type DecodeImage, type Pixels } from './pixels.ts';

const mostPictures = 256;

/**
 * Turns bytes, base64 text, data URLs, pixels (a tensor or nested lists) or a list of these into
 * pictures.
 * @throws Failure INPUT_INVALID
 */
export async function parseImageInput(
  raw: RawInput,
  decodeImage: DecodeImage,
): Promise<readonly Pixels[]> {
  if (raw.kind === 'file') return [await decode(raw.bytes, raw.name, decodeImage)];
  const isList = Array.isArray(raw.value) && !isPixels(raw.value);
  const values: readonly unknown[] = isList ? raw.value : [raw.value];
  if (values.length === 0 || values.length > mostPictures) {
    const found = `${values.length}`;
    throw new Failure(
      'INPUT_INVALID',
      `data: expected 1 to ${mostPictures} pictures, found ${found}`,
    );
  }
  return Promise.all(
    values.map(async (value, index) => {
      const place = `data[${index}]`;
      if (Array.isArray(value) || isRawTensor(value)) return parsePixels(value, place);
      return decode(fromBase64(value, index), place, decodeImage);
    }),
  );
}

async function decode(bytes: Uint8Array, name: string, decodeImage: DecodeImage): Promise<Pixels> {
  try {
    return await decodeImage(bytes, { longestSide: decodedSide });
  } catch (error) {
    // a page's own decoder has no such limit
    const isHuge = error instanceof Error && error.message.includes('exceeds pixel limit');
    const [found, hint] = isHuge
      ? ['one of more than 50 megapixels', 'Make the picture smaller.']
      : [
          `${bytes.length} bytes that do not decode`,
          'Send the picture as a multipart file or as base64 text.',
        ];
    const message = `${name}: expected a PNG, JPEG or WebP picture, found ${found}`;
    throw new Failure('INPUT_INVALID', message, { cause: error, hint });
  }
}

function fromBase64(value: unknown, index: number): Uint8Array {
  const bytes = base64Bytes(value, 'image');
  if (bytes !== undefined) return bytes;
  throw new Failure(
    'INPUT_INVALID',
    `data[${index}]: expected a picture as base64 text, found ${typeof value}`,
    { hint: 'Send {"data": "<base64>"} or a multipart file named data.' },
  );
}
