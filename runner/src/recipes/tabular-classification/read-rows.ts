import { Failure } from '@orangery/schemas';
import type { DataFile } from '../../dataset/data-file.ts';
import { checkClasses, countClasses, indexLabels } from '../labels.ts';
import type { ReadOptions } from '../recipe.ts';
import { readTableRows } from '../tabular/read-table-rows.ts';
import type { TableRows } from '../tabular/table-rows.ts';
import { isNumeric } from '../tables/cell.ts';

/** Rows with a label, their class's name; `labels` are indices into `classes`. */
export interface TableData extends TableRows {
  readonly classes: readonly string[];
  readonly labels: Int32Array;
}

/**
 * Reads the table of a dataset with a category as the target.
 * @throws Failure DATASET_INVALID
 */
export async function readRows(
  files: readonly DataFile[],
  options: ReadOptions,
): Promise<TableData> {
  const { name, data } = await readTableRows(files, options);
  const counted = countClasses(data.names);
  checkIsCategory(data, counted.length, name);
  checkClasses(counted);
  const classes = counted.map((count) => count.name);
  return { ...data, classes, labels: indexLabels(data.names, classes) };
}

function checkIsCategory({ names, target }: TableRows, classes: number, file: string): void {
  if (classes <= Math.max(20, names.length / 5)) return;
  throw new Failure(
    'DATASET_INVALID',
    `${file}: expected classes in the column ${target}, found ${classes} different values in ${names.length} rows`,
    {
      hint: names.every(isNumeric)
        ? 'To predict numbers, train a module of the recipe tabular-regression; else name the column of the classes with --target.'
        : 'Name the column of the classes with --target.',
    },
  );
}
