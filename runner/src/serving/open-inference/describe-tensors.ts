import type { Field } from '@orangery/schemas';
import type { Datatype } from './tensors/datatype.ts';
import type { TensorDescription } from './tensors/tensor.ts';

type Kind = (field: Field) => {
  readonly datatype: Datatype;
  /** Of one example. */
  readonly shape: readonly number[];
};

const scalar =
  (datatype: Datatype): Kind =>
  () => ({ datatype, shape: [] });

/** What an input or output of each type is as a tensor; free lengths are JSON in BYTES. */
const kinds: Readonly<Record<Field['type'], Kind>> = {
  image: scalar('BYTES'),
  audio: scalar('BYTES'),
  text: scalar('BYTES'),
  tokens: scalar('BYTES'),
  category: scalar('BYTES'),
  file: scalar('BYTES'),
  boxes: scalar('BYTES'),
  mask: scalar('BYTES'),
  number: scalar('FP64'),
  integer: scalar('INT64'),
  boolean: scalar('BOOL'),
  series: () => ({ datatype: 'FP64', shape: [-1] }),
  tensor: ({ datatype = 'FP32', shape = [-1] }) => ({ datatype, shape }),
  'class-probabilities': ({ values }) =>
    values === undefined
      ? { datatype: 'BYTES', shape: [] }
      : { datatype: 'FP64', shape: [values.length] },
};

/** An input or output of a model as the protocol tells it: the batch is the first dimension. */
export function describeTensor(field: Field): TensorDescription {
  const { datatype, shape } = kinds[field.type](field);
  return { name: field.name, datatype, shape: [-1, ...shape] };
}
