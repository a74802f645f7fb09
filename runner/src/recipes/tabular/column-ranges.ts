import type { ColumnRange } from '../recipe.ts';
import type { TableRows } from './table-rows.ts';

/** Least, greatest and mean value of each numeric column. */
export function rangesOfColumns({ columns, rows }: TableRows): readonly ColumnRange[] {
  return columns.flatMap(({ name, type }, place) => {
    if (type !== 'numeric') return [];
    let [min, max, sum, count] = [Infinity, -Infinity, 0, 0];
    for (const row of rows) {
      if (row[place] === null) continue;
      const value = Number(row[place]);
      min = Math.min(min, value);
      max = Math.max(max, value);
      sum += value;
      count += 1;
    }
    return count === 0 ? [] : [{ name, min, max, mean: sum / count }];
  });
}
