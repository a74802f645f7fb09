import type { Field } from '@orangery/schemas';
import { isRawTensor, type RawTensor } from '../../../recipes/raw-tensor.ts';
import { describeTensor } from '../describe-tensors.ts';
import type { TensorData } from '../tensors/datatype.ts';
import { readJsonData } from '../tensors/read-json-data.ts';
import { showShape, type Tensor } from '../tensors/tensor.ts';
import { wholeOf64Bits } from './whole-of-64-bits.ts';

/**
 * Tensors of examples as one of the batch.
 * @param values `RawTensor`s, or nested lists of JSON
 * @throws Error where their shapes differ, or an element is none of the datatype
 */
export function stackTensors(field: Field, values: readonly unknown[]): Tensor {
  const { name, datatype } = describeTensor(field);
  const [first = []] = values.map(shapeOf);
  const shape = [values.length, ...first];
  const differs = values.find((value) => showShape(shapeOf(value)) !== showShape(first));
  if (differs !== undefined) {
    const shapes = `${showShape(first)} and ${showShape(shapeOf(differs))}`;
    throw new Error(`${name}: expected one shape of all examples, found ${shapes}`);
  }
  const elements = values.flatMap(elementsOf);
  return { name, datatype, shape, data: dataOf({ name, datatype, shape }, elements) };
}

function dataOf(tensor: Omit<Tensor, 'data'>, elements: readonly unknown[]): TensorData {
  const { name, datatype } = tensor;
  // 64 bits that JSON would not hold
  if (datatype === 'INT64') {
    return BigInt64Array.from(elements.map((one) => wholeOf64Bits(name, one)));
  }
  const isTruth = datatype === 'BOOL';
  const plain = elements.map((one) => (isTruth ? Boolean(one) : finiteOrNull(one)));
  try {
    return readJsonData({ ...tensor, shape: [plain.length] }, plain);
  } catch (cause) {
    // as a problem of the request it would be told to the caller, whose mistake it is not
    throw new Error(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function finiteOrNull(value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}

function shapeOf(value: unknown): readonly number[] {
  if (isRawTensor(value)) return value.shape;
  const shape: number[] = [];
  for (let part = value; Array.isArray(part); part = part[0]) shape.push(part.length);
  return shape;
}

function elementsOf(value: RawTensor | unknown): readonly unknown[] {
  if (isRawTensor(value)) return Array.from<unknown>(value.data);
  return Array.isArray(value) ? value.flat(Infinity) : [value];
}
