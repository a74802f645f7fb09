// "\d+\.?\d*" would part a million digits in a million ways
const point = /^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$/;
const pointOrComma = /^[-+]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+]?\d+)?$/;
const comma = /^[-+]?(\d+(,\d*)?|,\d+)([eE][-+]?\d+)?$/;

/** What a number looks like between these delimiters: with semicolons, decimals may have a comma. */
export function numberPattern(delimiter: string): RegExp {
  return delimiter === ';' ? pointOrComma : point;
}

/**
 * Writes decimal commas as points, in columns that hold nothing but numbers and some with a comma.
 * @returns the rows, and whether there was such a column
 */
export function mendDecimalCommas(
  rows: readonly (readonly (string | null)[])[],
  columns: number,
): { readonly rows: readonly (readonly (string | null)[])[]; readonly hasCommas: boolean } {
  const mended = Array.from({ length: columns }, (_, column) => hasDecimalCommas(rows, column));
  if (!mended.includes(true)) return { rows, hasCommas: false };
  return {
    rows: rows.map((row) =>
      row.map((cell, column) => (mended[column] ? (cell?.replace(',', '.') ?? null) : cell)),
    ),
    hasCommas: true,
  };
}

function hasDecimalCommas(rows: readonly (readonly (string | null)[])[], column: number): boolean {
  let found = false;
  for (const row of rows) {
    const cell = row[column]!;
    if (cell === null) continue;
    if (!comma.test(cell)) return false;
    found ||= cell.includes(',');
  }
  return found;
}
