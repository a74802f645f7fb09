import type { TableRows } from './table-rows.ts';

/** Of few rows a single fifth chooses by luck. */
export function foldsOf({ rows }: TableRows): number {
  if (rows.length < 500) return 5;
  return rows.length < 2000 ? 3 : 1;
}
