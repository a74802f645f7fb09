import { Failure } from '@orangery/schemas';
import type { DataFile } from '../../dataset/data-file.ts';
import { readTable } from '../tables/read-table.ts';
import type { Table } from '../tables/table.ts';
import { tableFiles } from '../tables/table-files.ts';
import { decodePlainText } from '../text/decode-plain-text.ts';

/** What the largest table of a dataset begins with. */
export interface Head {
  /** Null where it is no text, as Parquet. */
  readonly text: string | null;
  /** Null where it cannot be read as a table. */
  readonly table: Table | null;
}

/** Enough rows to tell what they are, read in a moment. */
const mostBytes = 1_000_000;
const lineFeed = 10;
const quote = 34;
/** Formats whose first rows cannot be read by themselves. */
const indivisible = /\.(parquet|json)$/i;

/** Reads the first rows of the largest table; `null` where there is none. */
export async function readHead(
  files: readonly DataFile[],
  signal: AbortSignal,
): Promise<Head | null> {
  const [largest] = tableFiles(files).toSorted((a, b) => b.sizeBytes - a.sizeBytes);
  if (largest === undefined) return null;
  const bytes = await firstRows(largest, signal);
  return {
    text: indivisible.test(largest.path) ? null : decodePlainText(bytes),
    table: await tableOf(bytes, largest.path),
  };
}

async function firstRows(file: DataFile, signal: AbortSignal): Promise<Uint8Array> {
  if (file.sizeBytes <= mostBytes || indivisible.test(file.path)) return file.read();
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of file.stream()) {
    signal.throwIfAborted();
    parts.push(part.subarray(0, mostBytes - length));
    length += parts.at(-1)!.length;
    if (length >= mostBytes) break;
  }
  return wholeRows(concatenate(parts, length));
}

function concatenate(parts: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Up to the last line break outside of quotes. */
function wholeRows(bytes: Uint8Array): Uint8Array {
  let isQuoted = false;
  let end = 0;
  for (const [index, byte] of bytes.entries()) {
    if (byte === quote) isQuoted = !isQuoted;
    else if (byte === lineFeed && !isQuoted) end = index + 1;
  }
  return bytes.subarray(0, end);
}

async function tableOf(bytes: Uint8Array, name: string): Promise<Table | null> {
  try {
    return await readTable(bytes, name);
  } catch (error) {
    // what is wrong with it is told by the recipe that reads it
    if (error instanceof Failure && error.code === 'DATASET_INVALID') return null;
    throw error;
  }
}
