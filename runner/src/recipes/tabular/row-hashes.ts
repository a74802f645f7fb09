import { hashText } from '@orangery/schemas';
import { isNumeric } from '../tables/cell.ts';
import type { TableRows } from './table-rows.ts';

/**
 * Hash of each row's cells without its label, in order. Columns go by name, so that tables with
 * their columns in another order compare; `1.50` and `1.5` are one number. Counters are left out:
 * with them no row would ever be another's copy.
 */
export function* hashesOfRows({ columns, rows }: TableRows): Generator<string> {
  const places = [...columns.keys()].sort((a, b) => (columns[a]!.name < columns[b]!.name ? -1 : 1));
  const counters = countersOf({ columns, rows });
  const content = places.filter((place) => !counters.has(place));
  const used = content.length === 0 ? places : content;
  for (const row of rows) {
    yield hashText(JSON.stringify(used.map((place) => canonical(row[place]!))));
  }
}

/** By the cell, not by its column's type, which a few rows held out need not have. */
function canonical(cell: string | null): string | number | null {
  return cell !== null && isNumeric(cell) ? Number(cell) : cell;
}

/** Columns of whole numbers that name the rows. */
function countersOf({ columns, rows }: Pick<TableRows, 'columns' | 'rows'>): ReadonlySet<number> {
  const isCounter = (place: number): boolean =>
    columns[place]!.type === 'identifier' &&
    rows.every((row) => row[place] === null || /^\d+$/.test(row[place]!));
  return new Set([...columns.keys()].filter(isCounter));
}
