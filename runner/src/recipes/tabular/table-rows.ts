import { Failure, hashTexts, type ColumnSummary, type Skipped } from '@orangery/schemas';
import { isNumeric } from '../tables/cell.ts';
import type { RawInput } from '../recipe.ts';
import type { TableCells } from '../tables/table.ts';

/** Rows of a table, without the column to predict. */
export interface TableRows {
  readonly format: string;
  readonly target: string;
  readonly targetChosenBy: 'name' | 'last column';
  /** Every column but the target. */
  readonly columns: readonly ColumnSummary[];
  /** Values by column of `columns`; null is missing. */
  readonly rows: readonly TableCells[];
  /** What stands in the target column, row by row. */
  readonly names: readonly string[];
  readonly skipped: readonly Skipped[];
}

/** SHA-256 over columns, rows and what they are to give, in order. */
export function fingerprintOfRows(rows: TableRows): string {
  return hashTexts(fingerprintLines(rows));
}

/** Line by line: all in one would be the table once more in memory, or too long for a string. */
function* fingerprintLines({ columns, rows, names }: TableRows): Generator<string> {
  yield `${JSON.stringify(columns.map(({ name }) => name))}\n`;
  for (const [index, row] of rows.entries()) {
    yield `${index === 0 ? '' : '\n'}${JSON.stringify([row, names[index]])}`;
  }
}

export function selectRows<Rows extends TableRows>(data: Rows, indices: readonly number[]): Rows {
  return {
    ...data,
    rows: indices.map((index) => data.rows[index]!),
    names: indices.map((index) => data.names[index]!),
  };
}

/**
 * The same rows with the columns of other data, in its order.
 * @throws Failure DATASET_INVALID naming columns that are missing
 */
export function withColumns<Rows extends TableRows>(data: Rows, names: readonly string[]): Rows {
  const places = names.map((name) => data.columns.findIndex((column) => column.name === name));
  const lacking = names.filter((_, index) => places[index]! < 0);
  if (lacking.length > 0) {
    throw new Failure(
      'DATASET_INVALID',
      `The data: expected the columns ${names.join(', ')}, found ${data.columns.map(({ name }) => name).join(', ')}; missing ${lacking.join(', ')}`,
      { hint: 'Use the same columns as in the training data.' },
    );
  }
  return {
    ...data,
    columns: places.map((place) => data.columns[place]!),
    rows: data.rows.map((row) => places.map((place) => row[place]!)),
  };
}

/** A row as it would be asked about. */
export function rowInput({ columns, rows }: TableRows, index: number): RawInput {
  const value = Object.fromEntries(
    columns.map(({ name, type }, column) => {
      const cell = rows[index]![column]!;
      return [name, cell !== null && type === 'numeric' && isNumeric(cell) ? Number(cell) : cell];
    }),
  );
  return { kind: 'value', value };
}
