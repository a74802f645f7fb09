import type { DataFile } from '../../dataset/data-file.ts';
import { tableFiles } from '../tables/table-files.ts';

/** Whether files are one table; its content decides whether it is a series, and is not read here. */
export function resemblesSeries(files: readonly DataFile[]): number {
  if (files.length === 0) return 0;
  const tables = tableFiles(files).filter(({ path }) =>
    /\.(csv|tsv|jsonl|ndjson|parquet|txt|data|json)$/i.test(path),
  );
  return (tables.length / files.length) * 0.9;
}
