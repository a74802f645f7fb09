import { toCell } from '../cell.ts';
import { uniqueColumns } from '../column-names.ts';
import type { TableCells } from '../table.ts';
import { checkCellLength, checkSize, type TableLimits } from '../table-limits.ts';
import type { FlatObject } from './flat-object.ts';

export interface PlacedObject {
  readonly entries: FlatObject['entries'];
  /** Line it begins on, counted from 1. */
  readonly line: number;
}

export interface CollectedRows {
  readonly columns: readonly string[];
  readonly rows: readonly TableCells[];
  readonly lines: readonly number[];
}

/**
 * Makes a table of objects: a column for each key, in the order they first appear.
 * @throws Failure DATASET_INVALID on too many rows or columns, or too long a cell
 */
export function collectRows(
  objects: Iterable<PlacedObject>,
  name: string,
  limits: TableLimits,
): CollectedRows {
  const columns = new Map<string, number>();
  const rows: (string | null)[][] = [];
  const lines: number[] = [];
  for (const { entries, line } of objects) {
    for (const [key] of entries) if (!columns.has(key)) columns.set(key, columns.size);
    checkSize({ rows: rows.length + 1, columns: columns.size }, limits, name);
    // keys that come later are missing here: filled in below
    const row: (string | null)[] = new Array<null>(columns.size).fill(null);
    for (const [key, value] of entries) {
      if (value === null) continue;
      checkCellLength(value.length, limits, `${name}:${line}`);
      row[columns.get(key)!] = toCell(value);
    }
    rows.push(row);
    lines.push(line);
  }
  for (const row of rows) while (row.length < columns.size) row.push(null);
  return { columns: uniqueColumns([...columns.keys()]), rows, lines };
}
