import { Failure, type ColumnSummary } from '@orangery/schemas';
import type { DataFile } from '../../dataset/data-file.ts';
import type { ReadOptions } from '../recipe.ts';
import { checkMagnitudes } from '../tables/check-magnitudes.ts';
import { isSurelyTable, isTable, tableFiles } from '../tables/table-files.ts';
import { readTables, type DatasetTable } from '../tables/read-tables.ts';
import { placeInFile } from '../tables/table.ts';
import { summarizeColumns } from './columns.ts';
import type { TableRows } from './table-rows.ts';

/** Rows that say what they are to give, and how messages call them. */
export interface LabelledTable {
  readonly name: string;
  readonly data: TableRows;
  /** Where a row of `data` stands in the files: `rows.csv:12`. */
  readonly placeOf: (row: number) => string;
}

/**
 * Reads the table of a dataset and takes the named column, or the last, as the target. Rows without
 * a value in it are left out and counted.
 * @throws Failure DATASET_INVALID
 */
export async function readTableRows(
  files: readonly DataFile[],
  { target, signal }: ReadOptions,
): Promise<LabelledTable> {
  const table = await readTables(files, signal);
  const column = findTarget(table, target);
  // a number that is a class is a name
  checkMagnitudes(
    table,
    [...table.columns.keys()].filter((other) => other !== column),
  );
  const kept = table.rows.flatMap((row, index) => (row[column] === null ? [] : [index]));
  const rows = kept.map((index) => table.rows[index]!.filter((_, other) => other !== column));
  const columnNames = table.columns.filter((_, other) => other !== column);
  const columns = summarizeColumns(columnNames, rows);
  checkTellSomething(columns, table.name);
  const unlabelled = table.rows.length - kept.length;
  return {
    name: table.name,
    placeOf: (row) => placeInFile(table.name, table, kept[row]!),
    data: {
      format: table.format,
      target: table.columns[column]!,
      targetChosenBy: target === undefined ? 'last column' : 'name',
      columns,
      rows,
      names: kept.map((index) => table.rows[index]![column]!),
      skipped: unlabelled === 0 ? [] : [{ reason: 'no value in the target', count: unlabelled }],
    },
  };
}

function checkTellSomething(columns: readonly ColumnSummary[], name: string): void {
  if (columns.some(({ type }) => type === 'numeric' || type === 'categorical')) return;
  const found = columns.map((column) => `${column.name} (${column.type})`).join(', ');
  throw new Failure(
    'DATASET_INVALID',
    `${name}: expected a column that varies beside the target, found ${found || 'none'}`,
    { hint: 'Constant columns and identifiers say nothing about what is to be predicted.' },
  );
}

/** Share of the files that are tables; those that may be texts as well count half. */
export function shareOfTables(files: readonly DataFile[]): number {
  if (files.length === 0) return 0;
  const tables = tableFiles(files).filter(({ path }) => isTable(path));
  const isSure = tables.some(({ path }) => isSurelyTable(path));
  return ((isSure ? 1 : 0.5) * tables.length) / files.length;
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
