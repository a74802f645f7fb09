import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { Failure, type Field } from '@orangery/schemas';
import { readTable } from '../recipes/tables/read-table.ts';
import type { Table } from '../recipes/tables/table.ts';
import { isTable } from '../recipes/tables/table-files.ts';
import { endingsOf, isWholeInput, wholeInput, type WholeInput } from './whole-input.ts';

/** What somebody named to be predicted. */
export type PredictionSource =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'folder'; readonly path: string; readonly files: readonly string[] }
  | { readonly kind: 'table'; readonly path: string; readonly table: Table };

/** Whoever predicts: what it is called, what it takes. */
export interface Taker {
  readonly id: string;
  readonly inputs: readonly Field[];
}

const mostTableBytes = 256 * 1024 * 1024;
const tableEndings = 'CSV, TSV, JSON lines or Parquet';

/**
 * Looks at a path with the eyes of a module: one picture, recording, text or series; a folder of
 * them; or a table with a row an input.
 * @throws Failure FILE_MISSING, INPUT_INVALID when it is not what the module takes
 */
export async function openPredictionSource(path: string, taker: Taker): Promise<PredictionSource> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new Failure('FILE_MISSING', `${path} cannot be read`, { cause });
  });
  const whole = wholeInput(taker.inputs);
  if (found.isDirectory()) return openFolder(path, taker, whole);
  if (whole !== undefined && (isWholeInput(whole, path) || !isTable(path))) {
    return { kind: 'file', path };
  }
  if (!isTable(path) || whole?.hasRows === false) throw unfit(path, taker, whole);
  if (found.size <= mostTableBytes) return { kind: 'table', path, table: await openTable(path) };
  throw new Failure(
    'INPUT_INVALID',
    `${path}: expected at most 256 MB, found ${found.size} bytes`,
    {
      hint: 'Split the table and predict its parts.',
    },
  );
}

/** Files below a folder that are such inputs, with forward slashes, sorted; links are not followed. */
export async function findWholeInputs(folder: string, whole: WholeInput): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && isWholeInput(whole, entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

async function openFolder(
  path: string,
  taker: Taker,
  whole: WholeInput | undefined,
): Promise<PredictionSource> {
  if (whole === undefined) throw unfit(path, taker, whole);
  const files = await findWholeInputs(path, whole);
  if (files.length > 0) return { kind: 'folder', path, files };
  throw new Failure(
    'INPUT_INVALID',
    `${path}: expected ${whole.plural} in the folder, found none`,
    { hint: `Their names end in ${endingsOf(whole)}.` },
  );
}

function unfit(path: string, { id }: Taker, whole: WholeInput | undefined): Failure {
  const alone = whole && `a ${whole.noun} (${endingsOf(whole)}) or a folder of ${whole.plural}`;
  const table = `a table in ${tableEndings}`;
  const expected = [alone, whole?.hasRows === false ? undefined : table]
    .filter((part) => part !== undefined)
    .join(', or ');
  return new Failure('INPUT_INVALID', `${path}: ${id} takes ${expected}`, {
    hint: `Give it ${expected}.`,
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
