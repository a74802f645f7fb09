import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { Failure } from '@orangery/schemas';
import { readTable } from '../recipes/tables/read-table.ts';
import type { Table } from '../recipes/tables/table.ts';
import { isTable } from '../recipes/tables/table-files.ts';

/** What somebody named to be predicted. */
export type PredictionSource =
  | { readonly kind: 'picture'; readonly path: string }
  | { readonly kind: 'folder'; readonly path: string; readonly files: readonly string[] }
  | { readonly kind: 'table'; readonly path: string; readonly table: Table };

const picturePattern = /\.(png|jpe?g|webp)$/i;
const mostTableBytes = 256 * 1024 * 1024;

/**
 * Looks at a path: a picture, a folder of pictures, or a table.
 * @throws Failure FILE_MISSING, INPUT_INVALID
 */
export async function openPredictionSource(path: string): Promise<PredictionSource> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new Failure('FILE_MISSING', `${path} cannot be read`, { cause });
  });
  if (found.isDirectory()) return openFolder(path);
  if (!isTable(path)) return { kind: 'picture', path };
  if (found.size > mostTableBytes) {
    throw new Failure(
      'INPUT_INVALID',
      `${path}: expected at most 256 MB, found ${found.size} bytes`,
      {
        hint: 'Split the table and predict its parts.',
      },
    );
  }
  return { kind: 'table', path, table: await openTable(path) };
}

/** Pictures below a folder, with forward slashes, sorted; links are not followed. */
export async function findPictures(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && picturePattern.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

async function openFolder(path: string): Promise<PredictionSource> {
  const files = await findPictures(path);
  if (files.length > 0) return { kind: 'folder', path, files };
  throw new Failure('INPUT_INVALID', `${path}: expected pictures in the folder, found none`, {
    hint: 'Pictures end in .png, .jpg, .jpeg or .webp; name a table by its file.',
  });
}

/** As the table recipe reads it, so that a file means the same here and in a request. */
async function openTable(path: string): Promise<Table> {
  try {
    return await readTable(await readFile(path), path);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure('INPUT_INVALID', error.message, { cause: error, hint: error.hint });
  }
}
