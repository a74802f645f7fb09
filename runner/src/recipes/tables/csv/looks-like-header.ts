import { toCell } from '../cell.ts';

const sampleRows = 200;

/**
 * Whether the first row names the columns: it holds no number and nothing missing, and stands above
 * a column of numbers, or of names that do not recur in it. The first name may be empty, as where
 * row names were written beside the data.
 */
export function looksLikeHeader(rows: readonly (readonly string[])[], isNumber: RegExp): boolean {
  const [first = [], ...body] = rows.slice(0, sampleRows + 1);
  const names = first.map((cell) => cell.trim());
  const named = names.flatMap((name, column) => (column === 0 && name === '' ? [] : [column]));
  if (named.length === 0) return false;
  if (named.some((column) => isNumber.test(names[column]!) || toCell(names[column]!) === null)) {
    return false;
  }
  if (body.length === 0) return true;
  if (named.some((column) => body.every((row) => isNumberOrMissing(row[column]!)))) return true;
  if (new Set(names).size < names.length) return false;
  return named.every((column) => body.every((row) => row[column]!.trim() !== names[column]));

  function isNumberOrMissing(cell: string): boolean {
    const value = toCell(cell);
    return value === null || isNumber.test(value);
  }
}
