import { toCell } from '../cell.ts';

const sampleRows = 200;

/**
 * Whether the first row names the columns: it holds no number and nothing missing, and stands above
 * a column of numbers, or of names that do not recur in it. The first name may be empty, as where
 * row names were written beside the data. A word for missing may be a name, where the others are
 * names above numbers that no row repeats.
 */
export function looksLikeHeader(rows: readonly (readonly string[])[], isNumber: RegExp): boolean {
  const [first = [], ...body] = rows.slice(0, sampleRows + 1);
  const names = first.map((cell) => cell.trim());
  const named = names.flatMap((name, column) => (column === 0 && name === '' ? [] : [column]));
  const words = named.filter((column) => toCell(names[column]!) !== null);
  if (words.length === 0) return false;
  if (named.some((column) => isNumber.test(names[column]!) || names[column] === '')) return false;
  if (body.length === 0) return words.length === named.length;
  const isAboveNumbers = words.some((column) =>
    body.every((row) => isNumberOrMissing(row[column]!)),
  );
  const isNew = words.every((column) => body.every((row) => row[column]!.trim() !== names[column]));
  if (words.length < named.length) return isNew && words.some(hasNumbers);
  return isAboveNumbers || (isNew && new Set(names).size === names.length);

  function hasNumbers(column: number): boolean {
    const cells = body.map((row) => row[column]!);
    return cells.every(isNumberOrMissing) && cells.some((cell) => toCell(cell) !== null);
  }

  function isNumberOrMissing(cell: string): boolean {
    const value = toCell(cell);
    return value === null || isNumber.test(value);
  }
}
