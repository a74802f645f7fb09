import type { TableRows } from './table-rows.ts';

/** In a part of fewer, a single row decides. */
const fewestRows = 10;

/** Of few rows a single fifth chooses by luck; of very few, five would be luckier still. */
export function foldsOf({ rows }: Pick<TableRows, 'rows'>): number {
  const most = Math.max(1, Math.floor(rows.length / fewestRows));
  if (rows.length < 500) return Math.min(5, most);
  return rows.length < 2000 ? 3 : 1;
}
