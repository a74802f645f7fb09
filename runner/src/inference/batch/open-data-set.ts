import { Failure } from '@orangery/schemas';
import type { DataFile } from '../../dataset/data-file.ts';
import { readTables } from '../../recipes/tables/read-tables.ts';
import { isSurelyTable, tableFiles } from '../../recipes/tables/table-files.ts';
import {
  asInput,
  checkInputSize,
  unfitInput,
  type InputFile,
  type PredictionSource,
  type Taker,
} from '../prediction-source.ts';
import { isWholeInput, wholeInput } from '../whole-input.ts';

/**
 * Looks at the files of a fetched data set with the eyes of a module: those that are inputs, by
 * their paths in it; else its table, of several files with the same columns perhaps.
 * @param name of the data set in messages
 * @throws Failure INPUT_INVALID when it is not what the module takes
 */
export async function openDataSetSource(
  files: readonly DataFile[],
  name: string,
  taker: Taker,
  signal: AbortSignal,
): Promise<PredictionSource> {
  const whole = wholeInput(taker.inputs);
  const hasRows = whole?.hasRows !== false;
  const isTable = hasRows && files.some(({ path }) => isSurelyTable(path));
  const inputs =
    whole === undefined || isTable ? [] : files.filter(({ path }) => isWholeInput(whole, path));
  const [first] = inputs;
  if (first !== undefined) {
    if (files.length === 1) return { kind: 'file', path: name, file: inputFile(first) };
    const sorted = inputs.toSorted((a, b) => (a.path < b.path ? -1 : 1));
    return { kind: 'folder', path: name, files: sorted.map(inputFile) };
  }
  if (!hasRows || (whole !== undefined && !isTable)) throw unfitInput(name, taker);
  const table = await asInput(async () => readTables(files, signal));
  const places = tableFiles(files).flatMap(({ place }) => place ?? []);
  return { kind: 'table', path: name, table, places };
}

function inputFile(file: DataFile): InputFile {
  const { path: name, sizeBytes, place } = file;
  const read = async (): Promise<Uint8Array> => {
    checkInputSize(name, sizeBytes);
    return file.read().catch((cause: unknown) => {
      if (cause instanceof Failure) throw cause;
      throw new Failure('INPUT_INVALID', `${name} cannot be read`, { cause });
    });
  };
  return { name, ...(place !== undefined && { place }), read };
}
