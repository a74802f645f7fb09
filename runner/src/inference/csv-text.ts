/** Digits that count: more than that of a probability is the noise of 32-bit arithmetic. */
const digits = 6;

/**
 * Rows as CSV (RFC 4180): texts as they are, also those that a spreadsheet would take for a formula,
 * as programs join by them and a number may begin with a sign; nothing for a missing value, lists and boxes as JSON;
 * numbers with six digits that count, and always with two after the point where they have them.
 */
export function csvText(rows: readonly (readonly unknown[])[]): string {
  return rows.map((row) => `${row.map((value) => quote(cellOf(value))).join(',')}\n`).join('');
}

function cellOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'number' ? shortened(inner) : inner,
  );
}

function shortened(value: number): number {
  if (!Number.isFinite(value) || Number.isInteger(value)) return value;
  const beforePoint = Math.trunc(Math.abs(value)).toString().length;
  return Number(value.toPrecision(Math.min(17, Math.max(digits, beforePoint + 2))));
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
