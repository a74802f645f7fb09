import type { RawTensor } from '../../../recipes/raw-tensor.ts';
import { describeTensor } from '../describe-tensors.ts';
import type { Datatype, NumericData } from '../tensors/datatype.ts';
import { countOf, showShape, wrongTensor } from '../tensors/tensor.ts';
import { placeOf } from './byte-strings.ts';
import type { ExampleReader } from './example-readers.ts';

/** Tensors as the model declares them, an example each; BYTES as lists of texts, in lists. */
export const tensorReader: ExampleReader = (tensor, field) => {
  const { name, data, shape } = tensor;
  const declared = describeTensor(field);
  if (tensor.datatype !== declared.datatype) {
    throw wrongTensor(name, declared.datatype, tensor.datatype);
  }
  if (field.shape !== undefined && !isOf(declared.shape, shape)) {
    throw wrongTensor(name, `the shape ${showShape(declared.shape)}`, showShape(shape));
  }
  const size = countOf(shape.slice(1));
  return (index) => {
    const [start, end] = [index * size, (index + 1) * size];
    if (!ArrayBuffer.isView(data)) {
      const texts = data.slice(start, end).map(textOf);
      return { kind: 'value', value: nest(texts, shape.slice(1)) };
    }
    const numbers = numbersOf(data.slice(start, end), placeOf(tensor, index), declared.datatype);
    const value: RawTensor = { shape: shape.slice(1), data: numbers };
    return { kind: 'value', value };
  };
};

function isOf(declared: readonly number[], shape: readonly number[]): boolean {
  return (
    declared.length === shape.length &&
    declared.every((size, dimension) => size === -1 || size === shape[dimension])
  );
}

/** The arrays that models take; the narrower ones are widened. */
function numbersOf(data: NumericData, place: string, datatype: Datatype): RawTensor['data'] {
  if (data instanceof Uint8Array || data instanceof Int32Array) return data;
  if (data instanceof Float32Array || data instanceof Float64Array) return data;
  if (data instanceof BigInt64Array) return data;
  if (data instanceof Int8Array || data instanceof Int16Array) return Int32Array.from(data);
  if (data instanceof Uint16Array) return Int32Array.from(data);
  if (data instanceof Float16Array) return Float32Array.from(data);
  throw wrongTensor(place, 'another datatype', datatype);
}

function nest(texts: readonly string[], shape: readonly number[]): unknown {
  const [length, ...rest] = shape;
  if (length === undefined) return texts[0];
  const size = countOf(rest);
  return Array.from({ length }, (_, place) =>
    nest(texts.slice(place * size, (place + 1) * size), rest),
  );
}

function textOf(element: string | Uint8Array): string {
  return typeof element === 'string' ? element : new TextDecoder().decode(element);
}
