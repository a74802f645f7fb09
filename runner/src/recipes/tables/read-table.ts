import { decodeText } from './decode-text.ts';
import { readCsv } from './csv/read-csv.ts';
import { looksLikeJson, readJson } from './json/read-json.ts';
import type { Table } from './table.ts';
import { defaultTableLimits, type TableLimits } from './table-limits.ts';

/**
 * Reads a table of any kind we know, told by its content: CSV and TSV (RFC 4180), JSON lines, a JSON
 * list of objects, Parquet. Runs in Node and in a page's worker alike.
 * @param name how messages call the file
 * @throws Failure DATASET_INVALID naming the line
 */
export async function readTable(
  bytes: Uint8Array,
  name: string,
  limits: TableLimits = defaultTableLimits,
): Promise<Table> {
  if (isParquet(bytes, name)) {
    // loaded when needed: its decompressors weigh more than the rest of a page's worker
    const { readParquet } = await import('./parquet/read-parquet.ts');
    return readParquet(bytes, name, limits);
  }
  const text = decodeText(bytes, name, limits);
  return looksLikeJson(text, name) ? readJson(text, name, limits) : readCsv(text, name, limits);
}

function isParquet(bytes: Uint8Array, name: string): boolean {
  const isMarked = String.fromCharCode(...bytes.subarray(0, 4)) === 'PAR1';
  return isMarked || /\.parquet$/i.test(name);
}
