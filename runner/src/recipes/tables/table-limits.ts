import { Failure } from '@orangery/schemas';

/** What a table may hold, so that no file takes the memory of the machine that reads it. */
export interface TableLimits {
  readonly rows: number;
  readonly columns: number;
  /** Rows times columns; each takes about 100 bytes while it is read. */
  readonly cells: number;
  readonly cellCharacters: number;
  /** Of all cells together. */
  readonly characters: number;
  /** Of a file of text; a text must fit into one string. */
  readonly textBytes: number;
}

export const defaultTableLimits: TableLimits = {
  rows: 5_000_000,
  columns: 10_000,
  cells: 20_000_000,
  cellCharacters: 1_000_000,
  characters: 1_000_000_000,
  textBytes: 512_000_000,
};

/**
 * Checks a size before memory is taken for it.
 * @throws Failure DATASET_INVALID
 */
export function checkSize(
  size: { readonly rows: number; readonly columns: number },
  limits: TableLimits,
  name: string,
): void {
  check(size.rows, limits.rows, 'rows', name);
  check(size.columns, limits.columns, 'columns', name);
  check(size.rows * size.columns, limits.cells, 'cells', name);
}

/** @throws Failure DATASET_INVALID */
export function checkCharacters(found: number, limits: TableLimits, name: string): void {
  check(found, limits.characters, 'characters in all cells', name);
}

/**
 * @param place of the cell: file, line or row, column where it is known
 * @throws Failure DATASET_INVALID
 */
export function checkCellLength(length: number, limits: TableLimits, place: string): void {
  if (length <= limits.cellCharacters) return;
  throw new Failure(
    'DATASET_INVALID',
    `${place}: expected at most ${limits.cellCharacters} characters in a cell, found ${length}`,
    { hint: 'Leave out columns of long texts, or look for a quote that is not closed.' },
  );
}

function check(found: number, most: number, what: string, name: string): void {
  if (found <= most) return;
  throw new Failure(
    'DATASET_INVALID',
    `${name}: expected at most ${most} ${what}, found ${found}`,
    {
      hint: 'Take a sample of the rows, or leave out columns.',
    },
  );
}
