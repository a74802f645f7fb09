import type { Field } from '@orangery/schemas';
import type { Prediction } from '../../../recipes/recipe.ts';
import { describeTensor } from '../describe-tensors.ts';
import { isNumericDatatype } from '../tensors/datatype.ts';
import type { Tensor } from '../tensors/tensor.ts';
import { stackTensors } from './stack-tensors.ts';
import { wholeOf64Bits } from './whole-of-64-bits.ts';

/** An output of a model for a batch, and the names of its classes where it tells values of them. */
export interface OutputTensor extends Tensor {
  readonly classes?: readonly string[];
}

/**
 * The answers to a batch as one tensor.
 * @throws Error where a prediction is not what the field says
 */
export function outputTensor(field: Field, predictions: readonly Prediction[]): OutputTensor {
  const { name } = field;
  const values = predictions.map((prediction) => prediction[name]);
  if (field.type === 'tensor') return stackTensors(field, values);
  if (field.type === 'series') return seriesTensor(name, values);
  const { datatype, shape } = describeTensor(field);
  if (!isNumericDatatype(datatype)) {
    return { name, datatype, shape: [values.length], data: values.map(textOf) };
  }
  if (datatype === 'BOOL') {
    const truths = values.map((value) => Number(value === true));
    return { name, datatype, shape: [values.length], data: Uint8Array.from(truths) };
  }
  if (datatype === 'INT64') {
    const numbers = values.map((value) => wholeOf64Bits(name, rounded(value)));
    return { name, datatype, shape: [values.length], data: BigInt64Array.from(numbers) };
  }
  const classes = shape.length === 1 ? undefined : (field.values ?? []);
  const numbers = classes === undefined ? values.map(numberOf) : values.flatMap(byClass(classes));
  return {
    name,
    datatype,
    shape: [values.length, ...(classes === undefined ? [] : [classes.length])],
    data: Float64Array.from(numbers),
    ...(classes !== undefined && { classes }),
  };
}

/** Lists of numbers; the shorter ones are filled up with what is not a number. */
function seriesTensor(name: string, values: readonly unknown[]): OutputTensor {
  const lists = values.map((value) => (Array.isArray(value) ? value.map(numberOf) : []));
  const length = Math.max(...lists.map((list) => list.length));
  const data = new Float64Array(lists.length * length).fill(NaN);
  lists.forEach((list, index) => data.set(list, index * length));
  return { name, datatype: 'FP64', shape: [lists.length, length], data };
}

function byClass(classes: readonly string[]): (value: unknown) => number[] {
  return (value) => {
    const probabilities = new Map(Object.entries(value ?? {}));
    return classes.map((name) => numberOf(probabilities.get(name) ?? 0));
  };
}

/** Whole numbers of a model are often computed as others. */
function rounded(value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value) : value;
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : NaN;
}

/** A text itself, anything else as JSON; nothing is an empty text. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}
