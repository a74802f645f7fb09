import type { DataFile } from '../../dataset/data-file.ts';
import { isTable } from '../tables/table-files.ts';
import { countClassFolders, isText } from './class-folders.ts';
import { findTextList } from './text-list.ts';

/** Tables of texts cannot be told from others by their names: less than what surely is a table's. */
const asTable = 0.4;

/** How much files look like texts with classes: by folders of `.txt`, `texts.csv`, or a table. */
export function resemblesTexts(files: readonly DataFile[]): number {
  if (files.length === 0) return 0;
  if (findTextList(files) !== undefined) return 1;
  const texts = files.filter(({ path }) => isText(path)).length / files.length;
  // a README beside them, or a list of where they come from, does not make them less
  if (countClassFolders(files) > 1) return texts > 0.5 ? 1 : texts / 2;
  const tables = files.filter(({ path }) => isTable(path)).length / files.length;
  return asTable * tables;
}
