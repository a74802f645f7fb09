import { isNumeric } from '../../runner/src/recipes/tables/cell.ts';
import type { Table } from '../../runner/src/recipes/tables/table.ts';
import { parquetBytes } from './parquet-bytes.ts';

/** A table as JSON lines: columns of numbers as numbers, missing cells as null. */
export function asJsonLines({ columns, rows }: Table): string {
  const numeric = columns.map((_, column) => isNumericColumn(rows, column));
  return rows
    .map((row) => {
      const cells = row.map((cell, column) => [columns[column], valueOf(cell, numeric[column]!)]);
      return `${JSON.stringify(Object.fromEntries(cells))}\n`;
    })
    .join('');
}

/** A table as Parquet: columns of numbers as doubles, missing cells as nulls. */
export function asParquet({ columns, rows }: Table): Uint8Array {
  return parquetBytes(
    columns.map((name, column) => {
      const isNumber = isNumericColumn(rows, column);
      const data = rows.map((row) => valueOf(row[column]!, isNumber));
      return { name, data, type: isNumber ? 'DOUBLE' : 'STRING' };
    }),
  );
}

function isNumericColumn(rows: Table['rows'], column: number): boolean {
  return rows.every((row) => row[column] === null || isNumeric(row[column]!));
}

function valueOf(cell: string | null, isNumber: boolean): string | number | null {
  return cell !== null && isNumber ? Number(cell) : cell;
}
