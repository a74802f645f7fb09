import { Failure, show, type Field } from '@orangery/schemas';
import { base64Bytes } from '../../recipes/base64-bytes.ts';
import type { DecodeImage, Pixels } from '../../recipes/pictures/pixels.ts';
import { isRawTensor, type RawTensor } from '../../recipes/raw-tensor.ts';
import { missing, refused, type InputValues } from './input-values.ts';

/** How a picture is read. */
export interface PictureReader {
  readonly decodeImage: DecodeImage;
  readonly longestSide: number;
}

/**
 * A picture from the bytes of a file, base64 text, a data URL or a tensor of bytes.
 * @throws Failure INPUT_INVALID
 */
export async function readPicture(
  input: InputValues,
  field: Field,
  reader: PictureReader,
): Promise<Pixels> {
  const value = input.values.get(field.name);
  if (value === undefined || value === null) throw missing(input, field);
  if (isRawTensor(value)) return pixelsOf(input, field, value);
  const bytes = value instanceof Uint8Array ? value : base64Bytes(value, 'image');
  if (bytes === undefined) throw refused(input, field, 'a picture as base64 text', show(value));
  try {
    return await reader.decodeImage(bytes, { longestSide: reader.longestSide });
  } catch (cause) {
    const found = `${bytes.length} bytes that do not decode`;
    throw new Failure(
      'INPUT_INVALID',
      `${input.place}: expected a PNG, JPEG or WebP picture for ${field.name}, found ${found}`,
      { cause, hint: 'Send the picture as a multipart file or as base64 text.' },
    );
  }
}

function pixelsOf(input: InputValues, field: Field, { shape, data }: RawTensor): Pixels {
  const [height = 0, width = 0, channels, ...rest] = shape;
  const isPicture =
    data instanceof Uint8Array &&
    rest.length === 0 &&
    height > 0 &&
    width > 0 &&
    (channels === 1 || channels === 3) &&
    data.length === height * width * channels;
  if (isPicture) return { width, height, channels, data };
  const expected = 'bytes of the shape [height, width, 1 or 3]';
  throw refused(input, field, expected, `${data.constructor.name} [${shape.join(', ')}]`);
}
