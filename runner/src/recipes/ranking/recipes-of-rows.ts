import type { RecipeName } from '@orangery/schemas';
import { isWordLine } from '../sequence-labelling/read-columns.ts';
import { isNumeric } from '../tables/cell.ts';
import type { Table } from '../tables/table.ts';
import { countWords } from '../text/split-words.ts';
import { findTimes } from '../time-series-forecasting/find-columns.ts';
import type { Head } from './read-head.ts';

interface Rows {
  readonly table: Table;
  /** Column to predict, as it was named. */
  readonly named: string | undefined;
  /** What stands in the column to predict, without what is missing. */
  readonly targets: readonly string[];
}

/** Rows that are looked at for words: more cost time and tell nothing new. */
const looked = 500;
const fewestWords = 3;
/** Different numbers that may be classes by another name. */
const mostCodes = 20;
/** Share of rows with a time of their own from which the others are mistakes. */
const fewestDistinct = 0.9;

const rules: readonly { readonly recipe: RecipeName; readonly fits: (rows: Rows) => boolean }[] = [
  { recipe: 'text-classification', fits: areTexts },
  { recipe: 'time-series-forecasting', fits: followInTime },
  { recipe: 'tabular-regression', fits: giveQuantities },
  { recipe: 'tabular-classification', fits: () => true },
];

/**
 * The recipes that the first rows of a table are likely meant for, the most likely first; none where
 * they cannot be read.
 */
export function recipesOfRows({ text, table }: Head, target?: string): readonly RecipeName[] {
  if (text !== null && areWordLines(text)) return ['sequence-labelling'];
  if (table === null) return [];
  const column = target === undefined ? table.columns.length - 1 : table.columns.indexOf(target);
  const targets = cellsOf(table, column).filter((cell) => cell !== null);
  const rows = { table, named: target, targets };
  return rules.filter(({ fits }) => fits(rows)).map(({ recipe }) => recipe);
}

/** A word a line with its label, as many columns on each, and empty lines between sentences. */
function areWordLines(text: string): boolean {
  const lines = text.split('\n').map((line) => line.trim());
  const words = lines.filter(isWordLine);
  const breaks = lines.filter((line, index) => line === '' && isWordLine(lines[index - 1] ?? ''));
  const width = (words[0] ?? '').split(/\s+/).length;
  const even = words.filter((line) => line.split(/\s+/).length === width).length;
  // the last line may be all that is followed by an empty one
  return width > 1 && even >= 0.9 * words.length && breaks.length > 1 && breaks.length < even;
}

/** Each row says something else, in more words than it has other cells. */
function areTexts({ table, named }: Rows): boolean {
  const fewest = Math.max(fewestWords, table.columns.length - 2);
  return table.columns.some((name, column) => {
    const cells = cellsOf(table, column).slice(0, looked);
    const texts = cells.map((cell) => cell ?? '');
    const words = texts.reduce((sum, text) => sum + countWords(text.slice(0, 2000)), 0);
    const isVaried = new Set(texts).size > texts.length / 2;
    return name !== named && isVaried && words >= fewest * texts.length;
  });
}

/** Each row has a time of its own, but for mistakes, and numbers. */
function followInTime({ table, named, targets }: Rows): boolean {
  const found = findTimes(table, named);
  if (found === undefined || !targets.every(isNumeric)) return false;
  const { time, times } = found;
  const areNumbers = table.columns.every(
    (_, column) => column === time || cellsOf(table, column).every(isNumberOrMissing),
  );
  // numbers of four digits look like years, and any column may count
  const isWritten = !cellsOf(table, time).every(isNumberOrMissing);
  const isPair = table.columns.length === 2;
  if (!areNumbers || (!isPair && !isWritten)) return false;
  const distinct = new Set(times.values).size / times.values.length;
  // of dates and one column of numbers nothing else can be made
  return distinct === 1 || (isWritten && (isPair || distinct >= fewestDistinct));
}

/** Numbers that measure. Those that stand for classes are few, whole, and counted from 0 or 1. */
function giveQuantities({ targets }: Rows): boolean {
  if (!targets.every(isNumeric)) return false;
  const numbers = [...new Set(targets.map(Number))];
  const areWhole = numbers.every((number) => Number.isInteger(number));
  const areFew = numbers.length <= 3 || (numbers.length <= mostCodes && Math.min(...numbers) <= 1);
  return !areWhole || !areFew;
}

function cellsOf({ rows }: Table, column: number): (string | null)[] {
  return rows.map((row) => row[column] ?? null);
}

function isNumberOrMissing(cell: string | null): boolean {
  return cell === null || isNumeric(cell);
}
