import type { Field } from '@orangery/schemas';
import { exampleOf } from '../curl-line.ts';
import { describeTensor } from '../open-inference/describe-tensors.ts';
import type { Described } from './described.ts';

/** Larger ones would fill the page. */
const mostElements = 64;

/** Tensors of one example that works; nothing where it would be a picture, a recording or large. */
export function exampleTensors(inputs: readonly Field[]): readonly Described[] | undefined {
  const tensors = inputs.map(exampleTensor);
  return tensors.some((tensor) => tensor === undefined)
    ? undefined
    : tensors.flatMap((tensor) => tensor ?? []);
}

function exampleTensor(field: Field): Described | undefined {
  const { name, datatype, shape: free } = describeTensor(field);
  if (field.type === 'image' || field.type === 'audio' || field.type === 'file') return undefined;
  const length = field.type === 'series' ? 60 : 1;
  const shape = free.map((size, dimension) => (size >= 0 ? size : dimension === 0 ? 1 : length));
  const count = shape.reduce((product, size) => product * size, 1);
  if (count > mostElements) return undefined;
  const isNumber = datatype !== 'BYTES' && field.type !== 'boolean';
  const one = field.type === 'series' || field.type === 'tensor' ? undefined : exampleOf(field);
  const data = Array.from({ length: count }, (_, index) =>
    one === undefined ? (isNumber ? 10 + (index % 7) : 'text') : one,
  );
  return { name, datatype, shape, data };
}
