import { readTable } from '../../runner/src/recipes/tables/read-table.ts';
import type { Table } from '../../runner/src/recipes/tables/table.ts';
import {
  defaultTableLimits,
  type TableLimits,
} from '../../runner/src/recipes/tables/table-limits.ts';

/** Reads a text as a file of this name; limits that are not given are the usual ones. */
export async function readTextTable(
  text: string,
  name = 'data.csv',
  limits: Partial<TableLimits> = {},
): Promise<Table> {
  const bytes = new TextEncoder().encode(text);
  return readTable(bytes, name, { ...defaultTableLimits, ...limits });
}
