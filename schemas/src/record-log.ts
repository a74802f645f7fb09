import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readText } from './read-text.ts';
import { readRecordLines, type MonthFile, type RecordLog } from './record-lines.ts';

/** A month of a busy marketplace has a tenth of it. */
export const largestMonthBytes = 64 * 1024 * 1024;

/**
 * Reads what machines have written, a file a month; null where the folder is not there.
 * @throws Failure FILE_INVALID when a file is too large to be read
 */
export async function readRecordLog(folder: string): Promise<RecordLog | null> {
  const entries = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  if (entries === null) return null;
  const months: MonthFile[] = [];
  for (const name of entries.filter((entry) => /^\d{4}-\d{2}\.ndjson$/.test(entry)).sort()) {
    const source = { path: join(folder, name), file: `records/${name}`, format: 'NDJSON' };
    const text = await readText({ ...source, largestBytes: largestMonthBytes });
    months.push({ file: source.file, text });
  }
  return readRecordLines(months);
}
