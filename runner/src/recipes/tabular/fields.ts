import type { Field } from '@orangery/schemas';
import type { EncodedColumn, Encoding } from './encoding.ts';

/** What a prediction takes: a field a column, or any table while the columns are not known. */
export function tableInputs(encoding: Encoding | undefined): readonly Field[] {
  if (encoding !== undefined) return encoding.columns.map(fieldOf);
  return [
    {
      name: 'data',
      type: 'file',
      description: 'A table in CSV, JSON lines or Parquet, or rows as JSON objects.',
    },
  ];
}

function fieldOf(column: EncodedColumn): Field {
  const { name } = column;
  if (column.type === 'categorical') {
    return { name, type: 'category', values: [...column.values], required: true };
  }
  return { name, type: 'number', required: true, example: Number(column.mean.toPrecision(4)) };
}
