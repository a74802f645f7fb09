import type { InputTensor } from '../requests/read-request.ts';
import type { NumericData } from '../tensors/datatype.ts';
import { showShape, wrongTensor } from '../tensors/tensor.ts';
import { fileReader, placeOf } from './byte-strings.ts';
import type { ExampleReader } from './example-readers.ts';

/**
 * PNG, JPEG or WebP as BYTES; or pixels `[batch, height, width, 1 or 3]`, UINT8 or whole numbers
 * 0…255 of any other type: pixels scaled to 0…1 would be taken for black.
 */
export const pictureReader: ExampleReader = (tensor, field) => {
  const { data, shape } = tensor;
  if (tensor.datatype === 'BYTES') return fileReader(tensor, field);
  if (!ArrayBuffer.isView(data) || tensor.datatype === 'BOOL') {
    throw wrongTensor(tensor.name, 'BYTES with a picture, or UINT8 pixels', tensor.datatype);
  }
  const [, height = 0, width = 0, channels = 0] = shape;
  const isPicture = shape.length === 4 && (channels === 1 || channels === 3);
  if (!isPicture || height === 0 || width === 0) {
    const expected = 'the shape [batch, height, width, 3], or 1 for grey';
    throw wrongTensor(tensor.name, expected, showShape(shape));
  }
  const size = height * width * channels;
  return (index) => ({
    kind: 'value',
    value: {
      shape: [height, width, channels],
      data: samplesOf(tensor, data, { start: index * size, size, index }),
    },
  });
};

function samplesOf(
  tensor: InputTensor,
  data: NumericData,
  { start, size, index }: { readonly start: number; readonly size: number; readonly index: number },
): Uint8Array {
  // copies: a view would take the whole batch along to wherever it goes
  if (data instanceof Uint8Array) return data.slice(start, start + size);
  return Uint8Array.from({ length: size }, (_, place) => {
    const value = Number(data[start + place]);
    if (Number.isInteger(value) && value >= 0 && value <= 255) return value;
    const expected = 'pixels as whole numbers 0…255, not scaled';
    throw wrongTensor(placeOf(tensor, index), expected, String(value));
  });
}
