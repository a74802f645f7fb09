import { show } from '@orangery/schemas';
import { arrayTypes, type Datatype, type NumericDatatype, type TensorData } from './datatype.ts';
import { countOf, showShape, wrongTensor, type TensorDescription } from './tensor.ts';

const mostSafe = Number.MAX_SAFE_INTEGER;

/** What JSON may hold; of 64 bits only what its numbers hold exactly. */
const ranges: Partial<Record<Datatype, readonly [lowest: number, highest: number]>> = {
  UINT8: [0, 2 ** 8 - 1],
  UINT16: [0, 2 ** 16 - 1],
  UINT32: [0, 2 ** 32 - 1],
  UINT64: [0, mostSafe],
  INT8: [-(2 ** 7), 2 ** 7 - 1],
  INT16: [-(2 ** 15), 2 ** 15 - 1],
  INT32: [-(2 ** 31), 2 ** 31 - 1],
  INT64: [-mostSafe, mostSafe],
};

/**
 * Reads the `data` of a tensor, flat or nested as its shape is. `null` among floating point numbers
 * is not a number.
 * @throws RequestProblem 400 naming the tensor, the element, what was expected
 */
export function readJsonData(tensor: TensorDescription, data: unknown): TensorData {
  const elements = flatten(tensor, data);
  if (tensor.datatype === 'BYTES') return elements.map((one, index) => textOf(tensor, one, index));
  return readNumbers(tensor, tensor.datatype, elements);
}

function flatten(tensor: TensorDescription, data: unknown): readonly unknown[] {
  if (!Array.isArray(data)) throw wrongTensor(tensor.name, 'a list in data', show(data));
  const elements: unknown[] = [];
  if (tensor.shape.length > 1 && Array.isArray(data[0])) {
    collect(tensor, data, { dimension: 0, elements });
    return elements;
  }
  const count = countOf(tensor.shape);
  if (data.length === count) return data;
  const expected = `${count} elements for the shape ${showShape(tensor.shape)}`;
  throw wrongTensor(tensor.name, expected, `${data.length}`);
}

function collect(
  tensor: TensorDescription,
  data: unknown,
  { dimension, elements }: { readonly dimension: number; readonly elements: unknown[] },
): void {
  const { name, shape } = tensor;
  if (!Array.isArray(data) || data.length !== shape[dimension]) {
    const found = Array.isArray(data) ? `${data.length}` : show(data);
    const expected = `lists of ${shape[dimension]} in dimension ${dimension} of ${showShape(shape)}`;
    throw wrongTensor(name, expected, found);
  }
  for (const part of data) {
    if (dimension === shape.length - 1) elements.push(part);
    else collect(tensor, part, { dimension: dimension + 1, elements });
  }
}

function readNumbers(
  tensor: TensorDescription,
  datatype: NumericDatatype,
  elements: readonly unknown[],
): TensorData {
  const check = datatype === 'BOOL' ? truthOf : ranges[datatype] ? integerOf : floatOf;
  const numbers = elements.map((one, index) => check(tensor, one, index));
  if (datatype === 'INT64') return BigInt64Array.from(numbers, BigInt);
  if (datatype === 'UINT64') return BigUint64Array.from(numbers, BigInt);
  const data = arrayTypes[datatype].from(numbers);
  const overflow = data.findIndex((value) => Math.abs(value) === Infinity);
  if (overflow < 0) return data;
  throw wrongElement(tensor, overflow, `a number that fits into ${datatype}`, elements[overflow]);
}

function truthOf(tensor: TensorDescription, value: unknown, index: number): number {
  if (typeof value === 'boolean') return Number(value);
  throw wrongElement(tensor, index, 'true or false', value);
}

function integerOf(tensor: TensorDescription, value: unknown, index: number): number {
  const { datatype } = tensor;
  const [lowest, highest] = ranges[datatype]!;
  if (typeof value === 'number' && Number.isInteger(value)) {
    if (value >= lowest && value <= highest) return value;
  }
  const cure = highest === mostSafe ? '; larger ones as binary data' : '';
  throw wrongElement(tensor, index, `a whole number from ${lowest} to ${highest}${cure}`, value);
}

function floatOf(tensor: TensorDescription, value: unknown, index: number): number {
  if (value === null) return NaN;
  // JSON has numbers that are larger than any of 64 bits
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw wrongElement(tensor, index, 'a finite number, or null for none', value);
}

function textOf(tensor: TensorDescription, value: unknown, index: number): string {
  if (typeof value === 'string') return value;
  throw wrongElement(tensor, index, 'a text', value);
}

function wrongElement(
  { name }: TensorDescription,
  index: number,
  expected: string,
  value: unknown,
): Error {
  return wrongTensor(`${name}, element ${index}`, expected, show(value));
}
