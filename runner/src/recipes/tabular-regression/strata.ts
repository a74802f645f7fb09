import type { NumberData } from './read-numbers.ts';

const mostStrata = 5;
/** Fewest rows of a stratum, so that a split can give some to each part. */
const fewestRows = 10;

/** Fifths of the rows by their number, or fewer parts of few rows: a split keeps their shares. */
export function strataOfNumbers({ values }: NumberData): readonly string[] {
  const strata = Math.max(1, Math.min(mostStrata, Math.floor(values.length / fewestRows)));
  const order = [...values.keys()].sort((a, b) => values[a]! - values[b]! || a - b);
  const names = new Array<string>(values.length);
  for (const [rank, row] of order.entries()) {
    names[row] = `part ${1 + Math.floor((rank * strata) / values.length)} of ${strata}`;
  }
  return names;
}
