import { Failure } from '@orangery/schemas';
import type { TableLimits } from '../table-limits.ts';
import { numberPattern } from './decimal-comma.ts';
import { scanRows, type CsvRow } from './scan-rows.ts';

const delimiters = [
  { character: ',', name: 'comma' },
  { character: ';', name: 'semicolon' },
  { character: '\t', name: 'tab' },
  { character: '|', name: 'pipe' },
] as const;

export type Delimiter = (typeof delimiters)[number];

const looksAt = 50;

/**
 * The delimiter that gives the same number of columns, above one, on most of the first lines; of
 * several, the one with the most numbers between them, then with the most columns.
 */
export function findDelimiter(text: string, name: string, limits: TableLimits): Delimiter {
  const scored = delimiters.map((delimiter) => ({ delimiter, ...score(text, delimiter) }));
  return scored.toSorted(
    (a, b) => b.equal - a.equal || b.numbers - a.numbers || b.columns - a.columns,
  )[0]!.delimiter;

  function score(whole: string, { character }: Delimiter) {
    const rows = firstRows(whole, { delimiter: character, name, limits });
    const columns = rows[0]?.cells.length ?? 0;
    // a first row that cannot be read is told by reading on with the delimiter that met it
    if (rows.length === 0) return { equal: 0, numbers: 0, columns: limits.columns + 1 };
    if (columns < 2) return { equal: 0, numbers: 0, columns };
    const equal = rows.filter(({ cells }) => cells.length === columns).length / rows.length;
    const cells = rows.flatMap((row) => row.cells);
    const isNumber = numberPattern(character);
    const numbers = cells.filter((cell) => isNumber.test(cell.trim())).length / cells.length;
    return { equal, numbers, columns };
  }
}

function firstRows(text: string, options: Parameters<typeof scanRows>[1]): CsvRow[] {
  const rows: CsvRow[] = [];
  try {
    for (const row of scanRows(text, options)) {
      rows.push(row);
      if (rows.length === looksAt) break;
    }
  } catch (error) {
    // the wrong delimiter finds faults that are none; the right one's are found when it reads
    if (!(error instanceof Failure)) throw error;
  }
  return rows;
}
