const surely = /\.(csv|tsv|jsonl|ndjson|parquet)$/i;
const perhaps = /\.(txt|data|json)$/i;
// what archives and engines leave beside the data: ._data.csv, _SUCCESS, __MACOSX
const besides = /(^|\/)[._]/;

/** Whether a path is that of a table and of nothing else by its ending. */
export function isSurelyTable(path: string): boolean {
  return surely.test(path);
}

/** Whether a path is that of a table by its ending. */
export function isTable(path: string): boolean {
  return surely.test(path) || perhaps.test(path);
}

/** The files of a dataset that are its tables, in path order; a README.txt is none beside a CSV. */
export function tableFiles<File extends { readonly path: string }>(
  files: readonly File[],
): readonly File[] {
  const shown = files.filter(({ path }) => !besides.test(path));
  const sure = shown.filter(({ path }) => surely.test(path));
  const found = sure.length > 0 ? sure : shown.filter(({ path }) => perhaps.test(path));
  const tables = found.length === 0 && files.length === 1 ? files : found;
  return tables.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
