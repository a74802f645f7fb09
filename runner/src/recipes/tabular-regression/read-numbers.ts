import { Failure, type Skipped } from '@orangery/schemas';
import type { DataFile } from '../../dataset/data-file.ts';
import type { ReadOptions } from '../recipe.ts';
import { readTableRows, type LabelledTable } from '../tabular/read-table-rows.ts';
import { selectRows, type TableRows } from '../tabular/table-rows.ts';
import { isNumeric } from '../tables/cell.ts';
import { isAnyNumber, isTooLarge, tooLarge } from '../tables/check-magnitudes.ts';

/** Rows with a number to predict. */
export interface NumberData extends TableRows {
  readonly values: Float64Array;
}

/** One to test on, one to select by, and enough to fit to. */
const fewestRows = 10;
/** Share of rows that may have something else than a number in the target. */
const mostUnread = 0.1;

/**
 * Reads the table of a dataset with a number as the target.
 * @throws Failure DATASET_INVALID
 */
export async function readNumbers(
  files: readonly DataFile[],
  options: ReadOptions,
): Promise<NumberData> {
  const table = await readTableRows(files, options);
  const { data } = table;
  const numeric = [...data.names.keys()].filter((row) => isNumeric(data.names[row]!));
  checkSize(table);
  checkAreNumbers(table, numeric.length);
  const unread = data.names.length - numeric.length;
  const skipped: Skipped[] =
    unread === 0 ? [] : [{ reason: 'no number in the target', count: unread }];
  const kept = unread === 0 ? data : selectRows(data, numeric);
  const values = Float64Array.from(kept.names, Number);
  checkVary(values, table);
  return { ...kept, values, skipped: [...data.skipped, ...skipped] };
}

/** Of numbers only: among words, a number is none of what is wrong. */
function checkSize({ data: { names, target }, placeOf }: LabelledTable): void {
  const others = names.filter((text) => !isAnyNumber(text));
  const first = names.findIndex(isTooLarge);
  if (first < 0 || others.length > names.length * mostUnread) return;
  throw tooLarge(placeOf(first), target, names[first]!);
}

function checkAreNumbers({ name, data, placeOf }: LabelledTable, numbers: number): void {
  const { names, target } = data;
  if (numbers >= names.length * (1 - mostUnread)) return;
  const first = names.findIndex((text) => !isNumeric(text));
  const found = `${JSON.stringify(names[first])} (${placeOf(first)})`;
  throw new Failure(
    'DATASET_INVALID',
    `${name}: expected numbers in the column ${target}, found ${found} and ${names.length - numbers} such of ${names.length}`,
    {
      hint: 'Name the column of the numbers with --target. To predict a category, train a module of the recipe tabular-classification.',
    },
  );
}

function checkVary(values: Float64Array, { name, data }: LabelledTable): void {
  if (values.length < fewestRows) {
    throw new Failure(
      'DATASET_INVALID',
      `${name}: expected at least ${fewestRows} rows with a number in the column ${data.target}, found ${values.length}`,
      { hint: 'Add rows, or name another column with --target.' },
    );
  }
  if (values.some((value) => value !== values[0])) return;
  throw new Failure(
    'DATASET_INVALID',
    `${name}: expected different numbers in the column ${data.target}, found ${values[0]} in all ${values.length} rows`,
    { hint: 'Name the column of what is to be predicted with --target.' },
  );
}
