import type { ColumnEncoding, ColumnsTensor, Field } from '@orangery/schemas';
import { makeElements } from './graph-tensor.ts';
import {
  checkNumbers,
  compareMade,
  type BindingContext,
  type MakeSample,
} from './input-binding.ts';
import { missing, readCategory, readNumber, type InputValues } from './input-values.ts';

interface ColumnReader {
  /** Numbers it becomes. */
  readonly width: number;
  readonly read: (input: InputValues) => readonly number[];
}

/** Values of a row, side by side. */
export function makeColumns({ columns }: ColumnsTensor, context: BindingContext): MakeSample {
  const { tensor, fields } = context;
  const readers = columns.map((column) => readerOf(column, fields));
  const shape = [readers.reduce((sum, { width }) => sum + width, 0)];
  compareMade(context, shape, ['float32', 'float64', 'int32', 'int64']);
  return async (input) => {
    const numbers = readers.flatMap(({ read }) => read(input));
    checkNumbers(numbers, tensor, input);
    return { shape, elements: makeElements(tensor.type, numbers) };
  };
}

function readerOf(column: ColumnEncoding, fields: readonly Field[]): ColumnReader {
  const field = fields.find(({ name }) => name === column.from)!;
  if (field.type !== 'category') return numberReader(readNumber, field, column.missing);
  if (column.encode !== 'one-hot') return numberReader(readCategory, field, column.missing);
  const length = field.values?.length ?? 0;
  const read = (input: InputValues): readonly number[] => {
    const found = readCategory(input, field);
    return Array.from({ length }, (_, place) =>
      found === null ? (column.missing ?? 0) : Number(place === found),
    );
  };
  return { width: length, read };
}

function numberReader(
  read: (input: InputValues, field: Field) => number | null,
  field: Field,
  stand: number | undefined,
): ColumnReader {
  return {
    width: 1,
    read: (input) => {
      const value = read(input, field) ?? stand;
      if (value === undefined) throw missing(input, field);
      return [value];
    },
  };
}
