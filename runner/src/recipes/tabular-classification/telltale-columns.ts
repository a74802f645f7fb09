import type { TableRows } from '../tabular/table-rows.ts';

/** Fewest rows from which anything is concluded. */
const fewestRows = 30;
/** A finding that chance gives more often than this is none. */
const mostByChance = 0.001;

type Data = Pick<TableRows, 'columns' | 'rows' | 'names'>;

/**
 * Names of columns that alone tell the class of every row: an identifier that follows the order of
 * the classes, or a leak of the answer. Two signs count: each value occurs with one class only, on
 * two rows or more on average; or each class has a span of numbers of its own.
 */
export function telltaleColumns(data: Data): ReadonlySet<string> {
  if (data.rows.length < fewestRows) return new Set();
  const agreement = chanceToAgree(data.names);
  const places = [...data.columns.keys()].filter((place) =>
    data.columns[place]!.type === 'numeric' || data.columns[place]!.type === 'identifier'
      ? hasSpans(data, place) || isPure(data, place, agreement)
      : isPure(data, place, agreement),
  );
  return new Set(places.map((place) => data.columns[place]!.name));
}

/** That two rows have one class by chance. */
function chanceToAgree(names: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum + (count / names.length) ** 2, 0);
}

/** Whether each value, and the lack of one, occurs with a single class. */
function isPure({ rows, names }: Data, place: number, agreement: number): boolean {
  const classes = new Map<string | null, string>();
  for (const [index, row] of rows.entries()) {
    const known = classes.get(row[place]!);
    if (known === undefined) classes.set(row[place]!, names[index]!);
    else if (known !== names[index]) return false;
  }
  const repeats = rows.length - classes.size;
  return repeats >= rows.length / 2 && agreement ** repeats < mostByChance;
}

/** Whether the numbers of each class lie in a span where no other class has any. */
function hasSpans({ rows, names }: Data, place: number): boolean {
  const spans = new Map<string, { min: number; max: number }>();
  for (const [index, row] of rows.entries()) {
    const value = row[place] === null ? NaN : Number(row[place]);
    if (Number.isNaN(value)) return false;
    const span = spans.get(names[index]!);
    if (span === undefined) spans.set(names[index]!, { min: value, max: value });
    else if (value < span.min) span.min = value;
    else if (value > span.max) span.max = value;
  }
  const sorted = [...spans.values()].sort((a, b) => a.min - b.min);
  return sorted.every((span, index) => index === 0 || sorted[index - 1]!.max < span.min);
}
