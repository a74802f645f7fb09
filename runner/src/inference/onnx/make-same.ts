import type { Field, SameTensor } from '@orangery/schemas';
import { compareDeclared } from './declared-tensor.ts';
import { isNumeric, makeElements, tellTensor, type GraphTensor } from './graph-tensor.ts';
import { checkNumbers, type BindingContext, type MakeSample } from './input-binding.ts';
import { missing, readCategory, readNumber, readText, type InputValues } from './input-values.ts';
import { readTensor } from './tensor-value.ts';

type ReadOne = (input: InputValues, field: Field) => number | string | null;

/** What reads one value, where the graph takes numbers and where it takes texts. */
const readers: Readonly<Partial<Record<Field['type'], { numbers?: ReadOne; texts?: ReadOne }>>> = {
  number: { numbers: readNumber },
  integer: { numbers: readNumber },
  boolean: { numbers: readNumber },
  category: { numbers: readCategory, texts: readText },
  text: { texts: readText },
};

/** A tensor, or one value, as it is. */
export function makeSame({ from }: SameTensor, context: BindingContext): MakeSample {
  const { tensor, fields, path, disagreements } = context;
  const index = fields.findIndex(({ name }) => name === from);
  const field = fields[index];
  if (field?.type === 'tensor') {
    compareDeclared(field, tensor, ['inputs', index], disagreements);
    return tensorMaker(field, tensor);
  }
  const kind = isNumeric(tensor) ? 'numbers' : 'texts';
  const read = field && readers[field.type]?.[kind];
  const shape = tensor.shape.slice(1).map(() => 1);
  const isOne = tensor.shape.slice(1).every((size) => size === null || size === 1);
  if (field === undefined || read === undefined || !isOne) {
    const found = field === undefined ? 'nothing' : `the ${field.type} ${JSON.stringify(from)}`;
    disagreements.add(path, `what makes ${tensor.name}: ${tellTensor(tensor)}`, found);
  }
  return async (input) => {
    const value = read!(input, field!);
    if (value === null) throw missing(input, field!);
    if (typeof value === 'number') checkNumbers([value], tensor, input);
    return { shape, elements: makeElements(tensor.type, [value]) };
  };
}

function tensorMaker(field: Field, tensor: GraphTensor): MakeSample {
  const shape = tensor.shape.slice(1).map((size, place) => {
    const declared = field.shape?.[place] ?? -1;
    return size ?? (declared < 0 ? null : declared);
  });
  return async (input) => readTensor(input, field, tensor.type, shape);
}
