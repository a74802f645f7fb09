/** A table of texts; missing values are null. */
export interface Table {
  /** How it was written, for the dataset record. */
  readonly format: string;
  readonly columns: readonly string[];
  readonly rows: readonly TableCells[];
  /** Where each row stands in its file, counted from 1: `line 12` of a text, `row 12` of Parquet. */
  readonly places: { readonly unit: 'line' | 'row'; readonly numbers: readonly number[] };
}

/** One row, a cell for each column. */
export type TableCells = readonly (string | null)[];

/** `line 12`, `row 12`. */
export function placeOfRow({ places }: Table, index: number): string {
  return `${places.unit} ${places.numbers[index]}`;
}

/** `rows.csv:12`; `rows.parquet, row 12`. */
export function placeInFile(name: string, { places }: Table, index: number): string {
  const number = places.numbers[index];
  return places.unit === 'line' ? `${name}:${number}` : `${name}, row ${number}`;
}
