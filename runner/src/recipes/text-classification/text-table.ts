import { Failure } from '@orangery/schemas';
import type { DatasetTable } from '../tables/read-tables.ts';
import { countWords } from '../text/split-words.ts';

/** Where a table keeps its texts and its classes. */
export interface TextColumns {
  readonly text: number;
  readonly target: number;
}

/** Rows that are looked at to find the texts. */
const looked = 500;
/** Fewest words a cell of a column of texts has on average. */
const fewestWords = 2;

/**
 * Finds the column of texts: the one named `text`, else the one with the most words a cell; and of
 * classes: the one named, else the last of the others.
 * @throws Failure DATASET_INVALID
 */
export function findTextColumns(table: DatasetTable, target: string | undefined): TextColumns {
  const named = target === undefined ? -1 : table.columns.indexOf(target);
  if (target !== undefined && named < 0) throw noTarget(table, target);
  const others = [...table.columns.keys()].filter((column) => column !== named);
  const words = others.map((column) => meanWords(table, column));
  const most = others[words.indexOf(Math.max(...words))];
  const called = others.find((column) => table.columns[column]!.toLowerCase() === 'text');
  const text = called ?? most;
  if (text === undefined || (called === undefined && Math.max(...words) < fewestWords)) {
    throw noTexts(table);
  }
  const last = others.findLast((column) => column !== text);
  if (named < 0 && last === undefined) throw noClasses(table);
  return { text, target: named >= 0 ? named : last! };
}

function meanWords({ rows }: DatasetTable, column: number): number {
  const cells = rows.slice(0, looked).map((row) => row[column] ?? '');
  const sum = cells.reduce((words, cell) => words + countWords(cell.slice(0, 2000)), 0);
  return sum / Math.max(1, cells.length);
}

function noTarget({ name, columns }: DatasetTable, target: string): Failure {
  return new Failure(
    'DATASET_INVALID',
    `${name}: expected a column ${JSON.stringify(target)} to predict, found ${columns.join(', ')}`,
    { hint: 'Name one of these with --target.' },
  );
}

function noTexts({ name, columns }: DatasetTable): Failure {
  return new Failure(
    'DATASET_INVALID',
    `${name}: expected a column of texts, found single words or numbers in ${columns.join(', ')}`,
    {
      hint: 'Call the column with the texts "text". A table of measurements or categories is for tabular-classification.',
    },
  );
}

function noClasses({ name, columns }: DatasetTable): Failure {
  return new Failure(
    'DATASET_INVALID',
    `${name}: expected a column of classes beside the texts, found ${columns.join(', ')}`,
    { hint: 'Add a column with the class of each text.' },
  );
}
