import { Failure, show } from '@orangery/schemas';
import { isNumeric } from './cell.ts';
import type { DatasetTable } from './read-tables.ts';
import { placeInFile } from './table.ts';

/**
 * The largest number, either side of zero, that a table may hold: sums of a hundred million such are
 * still numbers of 32 bits, and sums of their squares and fourth powers are of 64.
 */
export const largestMagnitude = 1e30;

const infinite = /^[-+]?(inf|infinity|∞)$/i;

/** Whether a text is a number, or says that it is one without end. */
export function isAnyNumber(cell: string): boolean {
  return isNumeric(cell) || infinite.test(cell);
}

/** Whether a text is a number too large to count with: `1e400`, `-inf`. */
export function isTooLarge(cell: string): boolean {
  return infinite.test(cell) || (isNumeric(cell) && Math.abs(Number(cell)) > largestMagnitude);
}

/**
 * Refuses numbers that are too large in those of the columns that hold only numbers.
 * @throws Failure DATASET_INVALID naming the place of the first
 */
export function checkMagnitudes(table: DatasetTable, columns: readonly number[]): void {
  for (const column of columns) {
    if (!table.rows.every((row) => row[column] === null || isAnyNumber(row[column]!))) continue;
    const row = table.rows.findIndex(
      (cells) => cells[column] !== null && isTooLarge(cells[column]!),
    );
    if (row >= 0) {
      const place = placeInFile(table.name, table, row);
      throw tooLarge(place, table.columns[column]!, table.rows[row]![column]!);
    }
  }
}

export function tooLarge(place: string, column: string, found: string): Failure {
  return new Failure(
    'DATASET_INVALID',
    `${place}: expected numbers between -1e30 and 1e30 in the column ${column}, found ${show(found)}`,
    {
      hint: 'Leave the cell empty where the number is not known, or give the column in another unit.',
    },
  );
}
