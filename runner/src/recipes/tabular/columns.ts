import type { ColumnSummary } from '@orangery/schemas';
import { isNumeric } from '../tables/cell.ts';

/** Finds out by looking what each column holds. */
export function summarizeColumns(
  names: readonly string[],
  rows: readonly (readonly (string | null)[])[],
): ColumnSummary[] {
  return names.map((name, column) => {
    const values = rows.map((row) => row[column]!).filter((value) => value !== null);
    const distinct = new Set(values).size;
    return {
      name,
      type: typeOf(name, values, distinct),
      missing: rows.length - values.length,
      distinct,
    };
  });
}

function typeOf(name: string, values: readonly string[], distinct: number): ColumnSummary['type'] {
  if (distinct <= 1) return 'constant';
  const isNumber = values.every(isNumeric);
  if (isNumber && !isCounter(name, values, distinct)) return 'numeric';
  // a text that is different on most rows is a name, not a category
  if (isNumber || (distinct > 20 && distinct > values.length / 2)) return 'identifier';
  return 'categorical';
}

/** 1, 2, 3 … under a name such as id or index. */
function isCounter(name: string, values: readonly string[], distinct: number): boolean {
  return (
    distinct === values.length &&
    /^(id|index|row|no|nr|unnamed.*|rownames?)$/i.test(name) &&
    values.every((value) => /^\d+$/.test(value))
  );
}
