import type { Field } from '@orangery/schemas';
import { exampleOf } from '../curl-line.ts';
import { examplePicture } from './example-picture.ts';
import { describeTensor } from '../open-inference/describe-tensors.ts';
import type { Described } from './described.ts';

/** Larger ones would fill the page. */
const mostElements = 64;

/** A recording or a series cannot be made up. */
const withoutExample: readonly Field['type'][] = ['audio', 'file', 'series'];

/** Tensors of one example that works; nothing where it cannot be made up, or is large. */
export function exampleTensors(inputs: readonly Field[]): readonly Described[] | undefined {
  const tensors = inputs.map(exampleTensor).filter((tensor) => tensor !== undefined);
  return tensors.length === inputs.length ? tensors : undefined;
}

function exampleTensor(field: Field): Described | undefined {
  if (withoutExample.includes(field.type)) return undefined;
  const { name, datatype, shape: free } = describeTensor(field);
  const shape = free.map((size) => Math.max(1, size));
  const count = shape.reduce((product, size) => product * size, 1);
  if (count > mostElements) return undefined;
  const isNumbers = field.type === 'tensor' && datatype !== 'BYTES';
  const one = field.type === 'image' ? examplePicture : isNumbers ? 1 : exampleOf(field);
  return { name, datatype, shape, data: new Array(count).fill(one) };
}
