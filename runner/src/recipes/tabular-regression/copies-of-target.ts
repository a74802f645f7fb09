import type { NumberData } from './read-numbers.ts';

/** Fewest rows from which anything is concluded. */
const fewestRows = 30;
/** Beyond what another unit and rounding leave. */
const sameEnough = 0.99999;

/** Names of columns that hold the target itself, perhaps in another unit: a leak of the answer. */
export function copiesOfTarget({ columns, rows, values }: NumberData): ReadonlySet<string> {
  if (rows.length < fewestRows) return new Set();
  const copies = [...columns.keys()].filter((place) => {
    if (columns[place]!.type !== 'numeric') return false;
    const numbers = rows.map((row) => (row[place] === null ? NaN : Number(row[place])));
    return Math.abs(correlation(numbers, values)) > sameEnough;
  });
  return new Set(copies.map((place) => columns[place]!.name));
}

/** Of the pairs that are whole (Pearson). */
function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [count, meanA, meanB, squaresA, squaresB, products] = [0, 0, 0, 0, 0, 0];
  for (let index = 0; index < a.length; index += 1) {
    if (Number.isNaN(a[index])) continue;
    count += 1;
    const fromA = a[index]! - meanA;
    const fromB = b[index]! - meanB;
    meanA += fromA / count;
    meanB += fromB / count;
    squaresA += fromA * (a[index]! - meanA);
    squaresB += fromB * (b[index]! - meanB);
    products += fromA * (b[index]! - meanB);
  }
  return count < fewestRows ? 0 : products / Math.sqrt(squaresA * squaresB);
}
