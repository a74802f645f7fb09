import { Failure } from '@orangery/schemas';
import type { DataFile } from '../../dataset/data-file.ts';
import { joinTables } from './join-tables.ts';
import { readTable } from './read-table.ts';
import type { Table } from './table.ts';
import { tableFiles } from './table-files.ts';
import { checkSize, defaultTableLimits, type TableLimits } from './table-limits.ts';

/** The table of a dataset, and how messages name where it came from. */
export interface DatasetTable extends Table {
  readonly name: string;
}

/**
 * Reads the table of a dataset; several files with the same columns are one table, in path order.
 * @throws Failure DATASET_INVALID
 */
export async function readTables(
  files: readonly DataFile[],
  signal: AbortSignal,
  limits: TableLimits = defaultTableLimits,
): Promise<DatasetTable> {
  const found = tableFiles(files);
  if (found.length === 0) throw noTable(files);
  const tables: DatasetTable[] = [];
  let rows = 0;
  for (const file of found) {
    signal.throwIfAborted();
    const table = await readTable(await file.read(), file.path, limits);
    rows += table.rows.length;
    checkSize({ rows, columns: table.columns.length }, limits, nameOf(found));
    tables.push({ ...table, name: file.path });
  }
  return { ...joinTables(tables), name: nameOf(found) };
}

function nameOf(files: readonly DataFile[]): string {
  const [first] = files;
  return files.length === 1 ? first!.path : `${first!.path} and ${files.length - 1} more`;
}

function noTable(files: readonly DataFile[]): Failure {
  const paths = files.slice(0, 5).map(({ path }) => path);
  const found = `none among ${files.length} files (${paths.join(', ')}${files.length > 5 ? ', …' : ''})`;
  return new Failure(
    'DATASET_INVALID',
    `The dataset: expected a table in CSV, TSV, JSON lines or Parquet, found ${found}`,
    { hint: 'Link to the table itself.' },
  );
}
