import type { Field } from '@orangery/schemas';
import type { RawInput } from '../../../recipes/recipe.ts';
import { RequestProblem } from '../../request-problem.ts';
import type { InputTensor } from '../requests/read-request.ts';
import { exampleReaders, type ReadExample } from './example-readers.ts';
import { splitColumns } from './split-columns.ts';

/**
 * The examples of a request, one a place in the first dimension: the input itself where a model has
 * one, else a row of all inputs by name.
 * @throws RequestProblem 400
 */
export function rawInputsOf(
  fields: readonly Field[],
  sent: readonly InputTensor[],
): readonly RawInput[] {
  const tensors = splitColumns(fields, sent);
  checkNames(fields, tensors);
  const count = countExamples(tensors);
  const readers = fields.flatMap((field) => {
    const tensor = tensors.find(({ name }) => name === field.name);
    return tensor === undefined
      ? []
      : [{ name: field.name, read: exampleReaders[field.type](tensor, field) }];
  });
  const [only] = readers;
  return Array.from({ length: count }, (_, index) =>
    only !== undefined && fields.length === 1 && isWhole(fields[0]!)
      ? only.read(index)
      : rowOf(readers, index),
  );
}

interface NamedReader {
  readonly name: string;
  readonly read: ReadExample;
}

function rowOf(readers: readonly NamedReader[], index: number): RawInput {
  const cells = readers.map(({ name, read }) => [name, cellOf(read(index))]);
  return { kind: 'value', value: Object.fromEntries(cells) };
}

function cellOf(raw: RawInput): unknown {
  return raw.kind === 'value' ? raw.value : Buffer.from(raw.bytes).toString('base64');
}

/** A table of one column is rows all the same; so are texts of a tensor, else a list of inputs. */
function isWhole({ type, datatype }: Field): boolean {
  if (type === 'tensor') return datatype !== 'BYTES';
  return !['number', 'integer', 'boolean', 'category'].includes(type);
}

function checkNames(fields: readonly Field[], tensors: readonly InputTensor[]): void {
  const names = tensors.map(({ name }) => name);
  const isTaken = (name: string): boolean => fields.some((field) => field.name === name);
  const isGiven = ({ name, required }: Field): boolean =>
    required === false || names.includes(name);
  const isOnce = new Set(names).size === names.length;
  if (names.length > 0 && isOnce && names.every(isTaken) && fields.every(isGiven)) return;
  const expected = fields.map(({ name, required }) => `${name}${required === false ? '?' : ''}`);
  throw new RequestProblem(
    400,
    `inputs: expected ${expected.join(', ')}, found ${names.join(', ') || 'none'}`,
  );
}

function countExamples(tensors: readonly InputTensor[]): number {
  const counts = tensors.map(({ shape }) => shape[0]!);
  const [count = 0] = counts;
  if (count > 0 && counts.every((other) => other === count)) return count;
  const found = tensors.map(({ name, shape }) => `${name} ${shape[0]}`).join(', ');
  throw new RequestProblem(
    400,
    `inputs: expected as many examples of each in the first dimension, at least 1, found ${found}`,
  );
}
