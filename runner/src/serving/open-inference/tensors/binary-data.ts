import {
  arrayTypes,
  isNumericDatatype,
  type Datatype,
  type NumericDatatype,
  type TensorData,
} from './datatype.ts';
import { countOf, showShape, wrongTensor, type TensorDescription } from './tensor.ts';

const lengthBytes = 4;

/**
 * Reads a tensor from bytes: little-endian numbers without gaps; of BYTES each element with its length
 * of 32 bits before it. Elements of BYTES are copies of their own.
 * @throws RequestProblem 400
 */
export function readBinaryData(tensor: TensorDescription, bytes: Uint8Array): TensorData {
  const { datatype } = tensor;
  return isNumericDatatype(datatype)
    ? readNumbers(tensor, datatype, bytes)
    : readByteStrings(tensor, bytes);
}

/** Bytes of a tensor as {@link readBinaryData} reads them. */
export function writeBinaryData({
  data,
}: {
  readonly datatype: Datatype;
  readonly data: TensorData;
}): Uint8Array {
  if (ArrayBuffer.isView(data)) {
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  }
  const parts = data.flatMap((element) => {
    const bytes = Buffer.from(element);
    const length = Buffer.alloc(lengthBytes);
    length.writeUInt32LE(bytes.length);
    return [length, bytes];
  });
  return Buffer.concat(parts);
}

function readNumbers(
  tensor: TensorDescription,
  datatype: NumericDatatype,
  bytes: Uint8Array,
): TensorData {
  const Numbers = arrayTypes[datatype];
  const size = countOf(tensor.shape) * Numbers.BYTES_PER_ELEMENT;
  if (bytes.length !== size) {
    const expected = `${size} bytes for ${datatype} ${showShape(tensor.shape)}`;
    throw wrongTensor(tensor.name, expected, `${bytes.length}`);
  }
  // a copy begins where numbers of any size may
  const data = new Numbers(new Uint8Array(bytes).buffer);
  if (datatype === 'BOOL') checkTruths(tensor, bytes);
  return data;
}

function checkTruths({ name }: TensorDescription, bytes: Uint8Array): void {
  const wrong = bytes.findIndex((byte) => byte > 1);
  if (wrong >= 0) throw wrongTensor(`${name}, element ${wrong}`, '0 or 1', `${bytes[wrong]}`);
}

function readByteStrings(tensor: TensorDescription, bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const elements: Uint8Array[] = [];
  const count = countOf(tensor.shape);
  let start = 0;
  // one more than there may be is enough to know
  while (start < bytes.length && elements.length <= count) {
    const hasLength = start + lengthBytes <= bytes.length;
    const end = hasLength ? start + lengthBytes + view.getUint32(start, true) : Infinity;
    if (end > bytes.length) {
      const place = `${tensor.name}, element ${elements.length}`;
      const expected = 'its length in 4 bytes, little-endian, and as many bytes';
      throw wrongTensor(place, expected, `${bytes.length - start} bytes`);
    }
    elements.push(new Uint8Array(bytes.subarray(start + lengthBytes, end)));
    start = end;
  }
  if (elements.length === count) return elements;
  const expected = `${count} elements for the shape ${showShape(tensor.shape)}`;
  throw wrongTensor(tensor.name, expected, elements.length > count ? 'more' : `${elements.length}`);
}
