import { Failure } from '@orangery/schemas';
import type { Matrix } from '../../trees/bin-columns.ts';
import type { TableCells } from '../tables/table.ts';
import type { TableRows } from './table-rows.ts';

export interface NumericColumn {
  readonly name: string;
  readonly type: 'numeric';
  readonly mean: number;
  readonly deviation: number;
  /** Whether values were missing in training: then a second number says so. */
  readonly hasMissing: boolean;
}

export interface CategoricalColumn {
  readonly name: string;
  readonly type: 'categorical';
  /** One number each, and one for anything else and for missing values. */
  readonly values: readonly string[];
}

export type EncodedColumn = NumericColumn | CategoricalColumn;

/** How a row becomes numbers; saved with the weights. */
export interface Encoding {
  readonly columns: readonly EncodedColumn[];
}

const mostCategories = 30;

/**
 * Learns scales and categories from training rows alone.
 * @throws Failure DATASET_INVALID when no column varies
 */
export function learnColumns(train: TableRows): readonly EncodedColumn[] {
  const columns = train.columns.flatMap(({ name, type }, index): EncodedColumn[] => {
    const values = train.rows.map((row) => row[index]!);
    if (type === 'numeric') return [learnNumeric(name, values)];
    return type === 'categorical' ? [learnCategorical(name, values)] : [];
  });
  if (columns.length > 0) return columns;
  throw new Failure(
    'DATASET_INVALID',
    'The dataset: expected a column that varies beside the target, found none',
    { hint: 'Constant columns and identifiers say nothing about what is to be predicted.' },
  );
}

/** Numbers a row becomes. */
export function encodedWidth({ columns }: Encoding): number {
  return columns.reduce((sum, column) => sum + widthOf(column), 0);
}

/** Rows as numbers, `[rows, width]`. */
export function encodeRows(rows: readonly TableCells[], encoding: Encoding): Matrix {
  const width = encodedWidth(encoding);
  const values = new Float32Array(rows.length * width);
  for (const [index, row] of rows.entries()) {
    encodeRow(row, encoding.columns, values, index * width);
  }
  return { count: rows.length, width, values };
}

/**
 * Writes a row's numbers.
 * @param values by `columns`; null is missing
 */
export function encodeRow(
  values: TableCells,
  columns: readonly EncodedColumn[],
  target: Float32Array,
  offset: number,
): void {
  let position = offset;
  for (const [index, column] of columns.entries()) {
    const value = values[index] ?? null;
    if (column.type === 'numeric') encodeNumeric(value, column, target, position);
    else encodeCategorical(value, column, target, position);
    position += widthOf(column);
  }
}

/** The values a model reads, in its order, from rows of a dataset. */
export function rowsForModel({ columns, rows }: TableRows, encoding: Encoding): TableCells[] {
  const places = encoding.columns.map(({ name }) =>
    columns.findIndex((column) => column.name === name),
  );
  return rows.map((row) => places.map((place) => row[place] ?? null));
}

/** Whether a value is a list of columns as they are saved. */
export function areEncodedColumns(value: unknown): value is readonly EncodedColumn[] {
  return Array.isArray(value) && value.every(isColumn);
}

function learnNumeric(name: string, values: readonly (string | null)[]): NumericColumn {
  const numbers = values.filter((value) => value !== null).map(Number);
  const mean = numbers.reduce((sum, value) => sum + value, 0) / Math.max(1, numbers.length);
  const variance =
    numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, numbers.length);
  return {
    name,
    type: 'numeric',
    mean,
    deviation: Math.sqrt(variance) || 1,
    hasMissing: numbers.length < values.length,
  };
}

function learnCategorical(name: string, values: readonly (string | null)[]): CategoricalColumn {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  const commonest = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return {
    name,
    type: 'categorical',
    values: commonest
      .slice(0, mostCategories)
      .map(([value]) => value)
      .sort(),
  };
}

function widthOf(column: EncodedColumn): number {
  if (column.type === 'numeric') return column.hasMissing ? 2 : 1;
  return column.values.length + 1;
}

/** Standardised; a missing value counts as the mean. Far outliers are held at ten deviations. */
function encodeNumeric(
  value: string | null,
  { mean, deviation, hasMissing }: NumericColumn,
  target: Float32Array,
  position: number,
): void {
  const scaled = value === null ? 0 : (Number(value) - mean) / deviation;
  target[position] = Math.min(10, Math.max(-10, scaled));
  if (hasMissing) target[position + 1] = value === null ? 1 : 0;
}

function encodeCategorical(
  value: string | null,
  { values }: CategoricalColumn,
  target: Float32Array,
  position: number,
): void {
  const known = value === null ? -1 : values.indexOf(value);
  target[position + (known < 0 ? values.length : known)] = 1;
}

function isColumn(value: unknown): value is EncodedColumn {
  const column = value as Partial<NumericColumn & { values: unknown[] }> | null;
  if (typeof column?.name !== 'string') return false;
  if (column.type === 'numeric') {
    return Number.isFinite(column.mean) && Number.isFinite(column.deviation);
  }
  return Array.isArray(column.values);
}
