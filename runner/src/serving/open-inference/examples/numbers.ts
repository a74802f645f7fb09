import { show } from '@orangery/schemas';
import type { InputTensor } from '../requests/read-request.ts';
import type { NumericData } from '../tensors/datatype.ts';
import { showShape, wrongTensor } from '../tensors/tensor.ts';
import { isColumn, jsonReader, placeOf, textsOf } from './byte-strings.ts';
import type { ExampleReader } from './example-readers.ts';

/** Any type of numbers; what is not a number is missing. */
export const numberReader: ExampleReader = (tensor) => {
  const numbers = columnOf(tensor, 'numbers');
  return (index) => ({ kind: 'value', value: exact(tensor, numbers, index) });
};

export const integerReader: ExampleReader = (tensor) => {
  const numbers = columnOf(tensor, 'whole numbers');
  return (index) => {
    const value = exact(tensor, numbers, index);
    if (value === null || Number.isInteger(value)) return { kind: 'value', value };
    throw wrongTensor(placeOf(tensor, index), 'a whole number', show(value));
  };
};

export const booleanReader: ExampleReader = (tensor) => {
  const { name, datatype, shape, data } = tensor;
  if (datatype !== 'BOOL') throw wrongTensor(name, 'BOOL', datatype);
  checkColumn(name, shape);
  return (index) => ({ kind: 'value', value: data[index] === 1 });
};

/** Names as BYTES; numbers and truths too, which a table of text would hold as well. */
export const categoryReader: ExampleReader = (tensor, field) => {
  if (tensor.datatype === 'BOOL') return booleanReader(tensor, field);
  if (tensor.datatype !== 'BYTES') return numberReader(tensor, field);
  const texts = textsOf(tensor);
  return (index) => ({ kind: 'value', value: texts(index) });
};

/** `[batch, length]` of numbers, or JSON of a list, or of an object with history and end. */
export const seriesReader: ExampleReader = (tensor, field) => {
  if (tensor.datatype === 'BYTES') return jsonReader(tensor, field);
  const numbers = numbersOf(tensor, 'numbers, or BYTES with JSON');
  const [, length, ...more] = tensor.shape;
  if (length === undefined || more.length > 0) {
    throw wrongTensor(tensor.name, 'the shape [batch, length]', showShape(tensor.shape));
  }
  return (index) => {
    const places = Array.from({ length }, (_, place) => index * length + place);
    return { kind: 'value', value: places.map((place) => exact(tensor, numbers, place)) };
  };
};

function columnOf(tensor: InputTensor, expected: string): NumericData {
  const numbers = numbersOf(tensor, expected);
  checkColumn(tensor.name, tensor.shape);
  return numbers;
}

function numbersOf({ name, datatype, data }: InputTensor, expected: string): NumericData {
  if (ArrayBuffer.isView(data) && datatype !== 'BOOL') return data;
  throw wrongTensor(name, expected, datatype);
}

function checkColumn(name: string, shape: readonly number[]): void {
  if (!isColumn(shape)) {
    throw wrongTensor(name, 'the shape [batch] or [batch, 1]', showShape(shape));
  }
}

/** Infinity would be no JSON, and 64 bits more than it holds. */
function exact(tensor: InputTensor, numbers: NumericData, index: number): number | null {
  const value = Number(numbers[index]);
  if (Number.isNaN(value)) return null;
  const isInteger = typeof numbers[index] === 'bigint';
  if (Number.isFinite(value) && (!isInteger || Number.isSafeInteger(value))) return value;
  const expected = 'a finite number, of 64 bits at most 2^53 − 1';
  throw wrongTensor(placeOf(tensor, index), expected, String(numbers[index]));
}
