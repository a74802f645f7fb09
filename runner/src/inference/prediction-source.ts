import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { Failure, type Field } from '@orangery/schemas';
import { readTable } from '../recipes/tables/read-table.ts';
import type { Table } from '../recipes/tables/table.ts';
import { isTable } from '../recipes/tables/table-files.ts';
import { endingsOf, isWholeInput, wholeInput, type WholeInput } from './whole-input.ts';

/** What somebody named to be predicted; `path` is how messages call it. */
export type PredictionSource =
  | { readonly kind: 'file'; readonly path: string; readonly file: InputFile }
  | { readonly kind: 'folder'; readonly path: string; readonly files: readonly InputFile[] }
  | {
      readonly kind: 'table';
      readonly path: string;
      readonly table: Table;
      /** Files of this machine that it was read from. */
      readonly places: readonly string[];
    };

/** A file that is one input, wherever it lies. */
export interface InputFile {
  /** Path in its folder or data set. */
  readonly name: string;
  /** Where it lies on this machine. */
  readonly place?: string;
  /** @throws Failure INPUT_INVALID when it is too large or not there any more */
  read(): Promise<Uint8Array>;
}

/** Whoever predicts: what it is called, what it takes. */
export interface Taker {
  readonly id: string;
  readonly inputs: readonly Field[];
}

const mostFileBytes = 64 * 1024 * 1024;
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
    return { kind: 'file', path, file: inputFile(path, basename(path)) };
  }
  if (!isTable(path) || whole?.hasRows === false) throw unfitInput(path, taker);
  if (found.size > mostTableBytes) throw tooLarge(path, '256 MB', found.size, 'the table');
  const table = await asInput(async () => readTable(await readFile(path), path));
  return { kind: 'table', path, table, places: [path] };
}

/** Files below a folder that are such inputs, with forward slashes, sorted; links are not followed. */
export async function findWholeInputs(folder: string, whole: WholeInput): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && isWholeInput(whole, entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** A file that the module does not take. */
export function unfitInput(path: string, { id, inputs }: Taker): Failure {
  const whole = wholeInput(inputs);
  const alone = whole && `a ${whole.noun} (${endingsOf(whole)}) or a folder of ${whole.plural}`;
  const table = `a table in ${tableEndings}`;
  const expected = [alone, whole?.hasRows === false ? undefined : table]
    .filter((part) => part !== undefined)
    .join(', or ');
  return new Failure('INPUT_INVALID', `${path}: ${id} takes ${expected}`, {
    hint: `Give it ${expected}.`,
  });
}

/** As the recipe reads it, so that a table means the same here and in a request; data at fault is an input at fault. */
export async function asInput<Value>(read: () => Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'DATASET_INVALID') throw error;
    throw new Failure('INPUT_INVALID', error.message, { cause: error, hint: error.hint });
  }
}

/** @throws Failure INPUT_INVALID */
export function checkInputSize(name: string, bytes: number): void {
  if (bytes > mostFileBytes) throw tooLarge(name, '64 MB', bytes, 'it');
}

async function openFolder(
  path: string,
  taker: Taker,
  whole: WholeInput | undefined,
): Promise<PredictionSource> {
  if (whole === undefined) throw unfitInput(path, taker);
  const names = await findWholeInputs(path, whole);
  if (names.length > 0) {
    return { kind: 'folder', path, files: names.map((name) => inputFile(join(path, name), name)) };
  }
  throw new Failure(
    'INPUT_INVALID',
    `${path}: expected ${whole.plural} in the folder, found none`,
    { hint: `Their names end in ${endingsOf(whole)}.` },
  );
}

function inputFile(place: string, name: string): InputFile {
  return { name, place, read: async () => readBounded(place, name) };
}

async function readBounded(path: string, name: string): Promise<Uint8Array> {
  try {
    checkInputSize(name, (await stat(path)).size);
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw new Failure('INPUT_INVALID', `${name} cannot be read`, { cause });
  }
}

function tooLarge(name: string, most: string, found: number, what: string): Failure {
  return new Failure('INPUT_INVALID', `${name}: expected at most ${most}, found ${found} bytes`, {
    hint: `Split ${what} and predict its parts.`,
  });
}
