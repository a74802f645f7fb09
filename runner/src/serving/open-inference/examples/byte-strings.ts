import { base64Bytes } from '../../../recipes/base64-bytes.ts';
import type { InputTensor } from '../requests/read-request.ts';
import { showShape, wrongTensor } from '../tensors/tensor.ts';
import type { ExampleReader } from './example-readers.ts';

/** Of files: bytes as binary data, base64 in JSON. */
export const fileReader: ExampleReader = (tensor, { type }) => {
  const elements = byteStrings(tensor);
  return (index) => {
    const name = placeOf(tensor, index);
    return { kind: 'file', name, bytes: bytesOf(elements[index]!, type, name) };
  };
};

export const textReader: ExampleReader = (tensor) => {
  const elements = textsOf(tensor);
  return (index) => ({ kind: 'value', value: elements(index) });
};

/** A sentence, or its words as a JSON list. */
export const tokensReader: ExampleReader = (tensor) => {
  const elements = textsOf(tensor);
  return (index) => {
    const text = elements(index);
    const value = text.startsWith('[') ? parsed(text) : undefined;
    const isWords = Array.isArray(value) && value.every((word) => typeof word === 'string');
    return { kind: 'value', value: isWords ? value : text };
  };
};

export const jsonReader: ExampleReader = (tensor) => {
  const elements = textsOf(tensor);
  return (index) => {
    const value = parsed(elements(index));
    if (value !== undefined) return { kind: 'value', value };
    throw wrongTensor(placeOf(tensor, index), 'JSON', 'another text');
  };
};

/**
 * Texts of a tensor of BYTES by place.
 * @throws RequestProblem 400, also when a text is not UTF-8
 */
export function textsOf(tensor: InputTensor): (index: number) => string {
  const elements = byteStrings(tensor);
  return (index) => {
    const element = elements[index]!;
    const place = placeOf(tensor, index);
    if (typeof element === 'string' && !tensor.isBase64) return element;
    const bytes = bytesOf(element, 'text', place);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      throw wrongTensor(place, 'a text in UTF-8', `${bytes.length} other bytes`);
    }
  };
}

/** One element an example. */
function byteStrings(tensor: InputTensor): readonly (string | Uint8Array)[] {
  const { name, datatype, shape, data } = tensor;
  if (datatype !== 'BYTES' || ArrayBuffer.isView(data)) throw wrongTensor(name, 'BYTES', datatype);
  if (isColumn(shape)) return data;
  throw wrongTensor(name, 'the shape [batch] or [batch, 1]', showShape(shape));
}

/** Whether a shape has one element an example. */
export function isColumn(shape: readonly number[]): boolean {
  return shape.length === 1 || (shape.length === 2 && shape[1] === 1);
}

/** `image[3]` */
export function placeOf({ name }: InputTensor, index: number): string {
  return `${name}[${index}]`;
}

function bytesOf(element: string | Uint8Array, type: string, place: string): Uint8Array {
  if (typeof element !== 'string') return element;
  const bytes = base64Bytes(element, type);
  if (bytes !== undefined) return bytes;
  throw wrongTensor(place, 'base64 text, or the bytes as binary data', 'another text');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
