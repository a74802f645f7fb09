import { Failure } from '@orangery/schemas';
import type { DataFile } from '../../dataset/data-file.ts';
import { commonDepth } from '../common-depth.ts';
import type { LabelledFile, LabelledFiles } from '../labelled-files.ts';
import { leftOut } from '../left-out.ts';
import { scanRows } from '../tables/csv/scan-rows.ts';
import { decodeText } from '../tables/decode-text.ts';
import { defaultTableLimits } from '../tables/table-limits.ts';

const picturePattern = /\.(png|jpe?g|webp)$/i;
const tableName = 'images.csv';

export function isPicture(path: string): boolean {
  return picturePattern.test(path);
}

/**
 * Finds each picture's label: from `images.csv` when there is one, else from its folder's name.
 * @throws Failure DATASET_INVALID
 */
export async function findLabelledFiles(files: readonly DataFile[]): Promise<LabelledFiles> {
  const table = files.find(({ path }) => path === tableName || path.endsWith(`/${tableName}`));
  const found = table === undefined ? fromFolders(files) : await fromTable(table, files);
  if (found.labelled.length > 0) return found;
  throw new Failure(
    'DATASET_INVALID',
    `The dataset: expected PNG, JPEG or WebP pictures in a folder a class, or ${tableName}, found ${files.length === 1 ? '1 file' : `${files.length} files`} (${files
      .slice(0, 3)
      .map(({ path }) => path)
      .join(', ')}) and no labelled picture`,
    {
      hint: 'Put the pictures of each class into a folder of its name: roses/1.jpg, tulips/2.jpg.',
    },
  );
}

function fromFolders(files: readonly DataFile[]): LabelledFiles {
  const pictures = files.filter(({ path }) => isPicture(path));
  const depth = commonDepth(pictures.map(({ path }) => path));
  const labelled: LabelledFile[] = [];
  const loose: string[] = [];
  for (const file of pictures) {
    const parts = file.path.split('/');
    if (parts.length > depth + 1) labelled.push({ file, label: parts[depth]!.normalize('NFC') });
    else loose.push(file.path);
  }
  return {
    format: 'folder a class',
    labelled: labelled.sort((a, b) => (a.file.path < b.file.path ? -1 : 1)),
    skipped: [
      ...leftOut('not a picture', files.filter(({ path }) => !isPicture(path)).map(pathOf)),
      ...leftOut('not in a folder of a class', loose),
    ],
  };
}

async function fromTable(table: DataFile, files: readonly DataFile[]): Promise<LabelledFiles> {
  const folder = table.path.slice(0, -tableName.length);
  const byPath = new Map(files.map((file) => [file.path, file]));
  const rows = await readRows(table);
  const missing: string[] = [];
  const labelled: LabelledFile[] = [];
  for (const { path, label } of rows) {
    const file = byPath.get(`${folder}${path}`);
    if (file === undefined) missing.push(path);
    else labelled.push({ file, label });
  }
  if (missing.length > rows.length / 10) {
    throw new Failure(
      'DATASET_INVALID',
      `${table.path}: expected pictures that are in the dataset, found ${missing.length} of ${rows.length} that are not: ${missing.slice(0, 5).join(', ')}`,
      { hint: 'Paths are relative to images.csv.' },
    );
  }
  return { format: tableName, labelled, skipped: leftOut('listed but not there', missing) };
}

async function readRows(table: DataFile): Promise<{ path: string; label: string }[]> {
  const name = table.path;
  const limits = defaultTableLimits;
  const text = decodeText(await table.read(), name, limits);
  const [head, ...body] = [...scanRows(text, { delimiter: ',', name, limits })];
  const columns = head?.cells.map((cell) => cell.trim()) ?? [];
  const pathColumn = columns.indexOf('path');
  const labelColumn = columns.indexOf('class');
  if (pathColumn < 0 || labelColumn < 0) {
    throw new Failure(
      'DATASET_INVALID',
      `${name}:1: expected the columns path and class, found ${columns.join(', ') || 'nothing'}`,
      { hint: 'The first line must be: path,class' },
    );
  }
  return body.map(({ cells, line }) => {
    const path = cells[pathColumn]?.trim();
    const label = cells[labelColumn]?.trim();
    if (path && label) return { path, label };
    throw new Failure(
      'DATASET_INVALID',
      `${name}:${line}: expected a path and a class, found less`,
      {
        hint: 'Give every line a path and a class, or take it out.',
      },
    );
  });
}

function pathOf({ path }: DataFile): string {
  return path;
}
