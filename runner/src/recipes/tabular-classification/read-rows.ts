import { Failure, hashTexts, type ColumnSummary, type Skipped } from '@orangery/schemas';
import type { DataFile } from '../../dataset/data-file.ts';
import { checkClasses, countClasses, indexLabels } from '../labels.ts';
import type { ReadOptions } from '../recipe.ts';
import { readTables, type DatasetTable } from '../tables/read-tables.ts';
import { summarizeColumns } from './columns.ts';

/** Rows with a label; `labels` are indices into `classes`. */
export interface TableData {
  readonly format: string;
  readonly target: string;
  readonly targetChosenBy: 'name' | 'last column';
  /** Every column but the target. */
  readonly columns: readonly ColumnSummary[];
  /** Values by column of `columns`; null is missing. */
  readonly rows: readonly (readonly (string | null)[])[];
  readonly names: readonly string[];
  readonly classes: readonly string[];
  readonly labels: Int32Array;
  readonly skipped: readonly Skipped[];
}

/**
 * Reads the table of a dataset and takes the named column, or the last, as the target.
 * @throws Failure DATASET_INVALID
 */
export async function readRows(
  files: readonly DataFile[],
  { target, signal }: ReadOptions,
): Promise<TableData> {
  const table = await readTables(files, signal);
  const column = findTarget(table, target);
  const kept = table.rows.flatMap((row, index) => (row[column] === null ? [] : [index]));
  const names = kept.map((index) => table.rows[index]![column]!);
  const classes = countClasses(names);
  checkIsCategory(classes.length, kept.length, table.columns[column]!, table.name);
  checkClasses(classes);
  const rows = kept.map((index) => table.rows[index]!.filter((_, other) => other !== column));
  const columnNames = table.columns.filter((_, other) => other !== column);
  const unlabelled = table.rows.length - kept.length;
  return {
    format: table.format,
    target: table.columns[column]!,
    targetChosenBy: target === undefined ? 'last column' : 'name',
    columns: summarizeColumns(columnNames, rows),
    rows,
    names,
    classes: classes.map(({ name }) => name),
    labels: indexLabels(
      names,
      classes.map(({ name }) => name),
    ),
    skipped: unlabelled === 0 ? [] : [{ reason: 'no value in the target', count: unlabelled }],
  };
}

/** SHA-256 over columns, rows and labels, in order. */
export function fingerprintOfRows({ columns, rows, names }: TableData): string {
  return hashTexts(fingerprintLines({ columns, rows, names }));
}

/** Line by line: all in one would be the table once more in memory, or too long for a string. */
function* fingerprintLines({
  columns,
  rows,
  names,
}: Pick<TableData, 'columns' | 'rows' | 'names'>): Generator<string> {
  yield `${JSON.stringify(columns.map(({ name }) => name))}\n`;
  for (const [index, row] of rows.entries()) {
    yield `${index === 0 ? '' : '\n'}${JSON.stringify([row, names[index]])}`;
  }
}

function findTarget(table: DatasetTable, target: string | undefined): number {
  if (target === undefined) return table.columns.length - 1;
  const column = table.columns.indexOf(target);
  if (column >= 0) return column;
  throw new Failure(
    'DATASET_INVALID',
    `${table.name}: expected a column ${JSON.stringify(target)} to predict, found ${table.columns.join(', ')}`,
    { hint: 'Name one of these with --target, or leave it out to take the last column.' },
  );
}

function checkIsCategory(classes: number, rows: number, target: string, file: string): void {
  if (classes <= Math.max(20, rows / 5)) return;
  throw new Failure(
    'DATASET_INVALID',
    `${file}: expected classes in the column ${target}, found ${classes} different values in ${rows} rows`,
    { hint: 'Name the column of the classes with --target.' },
  );
}
