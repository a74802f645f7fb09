import { Failure } from '@orangery/schemas';
import type { DataFile } from '../../dataset/data-file.ts';
import type { LabelledFile, LabelledFiles } from '../labelled-files.ts';
import { leftOut } from '../left-out.ts';
import { readTable } from '../tables/read-table.ts';
import { placeInFile, type Table } from '../tables/table.ts';

const listName = 'texts.csv';

/** The list of a dataset whose texts lie beside it, as SINGA-Auto lists pictures. */
export function findTextList(files: readonly DataFile[]): DataFile | undefined {
  return files.find(({ path }) => path === listName || path.endsWith(`/${listName}`));
}

/**
 * Texts by the columns `path` and `class`; paths are relative to the list.
 * @returns null when the list has no column `path`: then it is a table of texts
 * @throws Failure DATASET_INVALID
 */
export async function readTextList(
  list: DataFile,
  files: readonly DataFile[],
): Promise<LabelledFiles | null> {
  const table = await readTable(await list.read(), list.path);
  const [path, label] = [table.columns.indexOf('path'), table.columns.indexOf('class')];
  if (path < 0) return null;
  if (label < 0) throw withoutClass(list.path, table);
  const folder = list.path.slice(0, -listName.length);
  const byPath = new Map(files.map((file) => [file.path, file]));
  const labelled: LabelledFile[] = [];
  const missing: string[] = [];
  for (const [index, row] of table.rows.entries()) {
    const [name, value] = [row[path], row[label]];
    if (!name || !value) throw incomplete(placeInFile(list.path, table, index));
    const file = byPath.get(`${folder}${name}`);
    if (file === undefined) missing.push(name);
    else labelled.push({ file, label: value });
  }
  checkMissing(missing, table.rows.length, list.path);
  return { format: listName, labelled, skipped: leftOut('listed but not there', missing) };
}

function checkMissing(missing: readonly string[], total: number, list: string): void {
  if (missing.length <= total / 10) return;
  throw new Failure(
    'DATASET_INVALID',
    `${list}: expected texts that are in the dataset, found ${missing.length} of ${total} that are not: ${missing.slice(0, 5).join(', ')}`,
    { hint: `Paths are relative to ${listName}.` },
  );
}

function withoutClass(name: string, { columns }: Table): Failure {
  return new Failure(
    'DATASET_INVALID',
    `${name}:1: expected the columns path and class, found ${columns.join(', ')}`,
    { hint: 'The first line must be: path,class' },
  );
}

function incomplete(place: string): Failure {
  return new Failure('DATASET_INVALID', `${place}: expected a path and a class, found less`, {
    hint: 'Give every line a path and a class, or take it out.',
  });
}
