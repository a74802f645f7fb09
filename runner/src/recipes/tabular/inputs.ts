import { Failure, show } from '@orangery/schemas';
import type { RawInput } from '../recipe.ts';
import { isNumeric } from '../tables/cell.ts';
import { readTable } from '../tables/read-table.ts';
import { placeInFile } from '../tables/table.ts';
import type { EncodedColumn, Encoding } from './encoding.ts';

/** Values by the encoding's columns; null is missing. */
export type TableRow = readonly (string | null)[];

const mostRows = 100_000;

/**
 * Turns a table, an object of values by column, or a list of these into rows. Columns the module
 * does not know are ignored; those it knows and does not get are refused.
 * @throws Failure INPUT_INVALID naming the column
 */
export async function parseTableInput(
  raw: RawInput,
  { columns }: Encoding,
): Promise<readonly TableRow[]> {
  if (raw.kind === 'file') return rowsOfFile(raw.bytes, raw.name, columns);
  const values: readonly unknown[] = Array.isArray(raw.value) ? raw.value : [raw.value];
  if (values.length === 0 || values.length > mostRows) {
    throw new Failure(
      'INPUT_INVALID',
      `data: expected 1 to ${mostRows} rows, found ${values.length}`,
    );
  }
  return values.map((value, index) => rowOfObject(value, index, columns));
}

async function rowsOfFile(
  bytes: Uint8Array,
  name: string,
  columns: readonly EncodedColumn[],
): Promise<TableRow[]> {
  let table;
  try {
    table = await readTable(bytes, name);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure('INPUT_INVALID', error.message, { cause: error, hint: error.hint });
  }
  const places = columns.map((column) => {
    const place = table.columns.indexOf(column.name);
    if (place >= 0) return place;
    throw missingColumn(
      { place: name, name: column.name, columns, found: table.columns },
      cures.file,
    );
  });
  return table.rows.map((row, index) =>
    places.map((place, column) =>
      checkValue(row[place]!, columns[column]!, {
        place: placeInFile(name, table, index),
        hint: 'Write a number, or leave the cell empty where it is missing.',
      }),
    ),
  );
}

function rowOfObject(value: unknown, index: number, columns: readonly EncodedColumn[]): TableRow {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Failure(
      'INPUT_INVALID',
      `data[${index}]: expected an object with the columns ${columns.map(({ name }) => name).join(', ')}, found ${show(value)}`,
      { hint: 'Send {"data": {"<column>": <value>, …}}; null is a missing value.' },
    );
  }
  const row = new Map(Object.entries(value as Record<string, unknown>));
  return columns.map((column) => {
    if (!row.has(column.name)) {
      const found = [...row.keys()];
      const place = `data[${index}]`;
      throw missingColumn({ place, name: column.name, columns, found }, cures.value);
    }
    return checkValue(textOf(row.get(column.name)), column, {
      place: `data[${index}].${column.name}`,
      hint: 'Send a number, or null when it is missing.',
    });
  });
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (['string', 'number', 'boolean'].includes(typeof value)) {
    const text = String(value).trim();
    return text === '' || text === 'NA' || text === '?' ? null : text;
  }
  return show(value);
}

function checkValue(
  value: string | null,
  column: EncodedColumn,
  { place, hint }: { readonly place: string; readonly hint: string },
): string | null {
  if (value === null || column.type === 'categorical' || isNumeric(value)) return value;
  throw new Failure(
    'INPUT_INVALID',
    `${place}: expected a number for ${column.name}, found ${show(value)}`,
    { hint },
  );
}

interface MissingColumn {
  readonly place: string;
  readonly name: string;
  readonly columns: readonly EncodedColumn[];
  readonly found: readonly string[];
}

/** What to do where a column is not known. */
const cures: Readonly<Record<RawInput['kind'], (name: string) => string>> = {
  file: (name) => `Add the column ${name}; leave its cells empty where the value is not known.`,
  value: (name) => `Add ${name}; send null when its value is not known.`,
};

function missingColumn(
  { place, name, columns, found }: MissingColumn,
  cure: (name: string) => string,
): Failure {
  return new Failure(
    'INPUT_INVALID',
    `${place}: expected the columns ${columns.map((column) => column.name).join(', ')}, found ${found.join(', ') || 'none'}; ${name} is missing`,
    { hint: cure(name) },
  );
}
