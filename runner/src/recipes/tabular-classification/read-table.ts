import { Failure } from '@orangery/schemas';
import { parse } from 'csv-parse/sync';

/** A table of texts; missing values are null. */
export interface Table {
  /** How it was written, for the dataset record. */
  readonly format: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
  /** Line of the file each row began on, counted from 1. */
  readonly lines: readonly number[];
}

const delimiters = [
  { character: ',', name: 'comma' },
  { character: ';', name: 'semicolon' },
  { character: '\t', name: 'tab' },
  { character: '|', name: 'bar' },
] as const;
const missing = new Set(['', 'NA', '?', 'N/A', 'NaN', 'nan', 'null', 'NULL']);
const mostColumns = 2000;

/**
 * Reads CSV or TSV (RFC 4180): finds the delimiter, and whether the first line is a header, by
 * looking. Values that mean "missing" (empty, NA, ?) become null.
 * @throws Failure DATASET_INVALID naming the line
 */
export function readTable(bytes: Uint8Array, file: string): Table {
  const text = decodeText(bytes, file);
  const delimiter = findDelimiter(text);
  const { rows, lines } = parseRows(text, delimiter.character, file);
  checkShape(rows, lines, file);
  const hasHeader = looksLikeHeader(rows);
  const width = rows[0]!.length;
  const columns = hasHeader
    ? uniqueNames(rows[0]!)
    : Array.from({ length: width }, (_, index) => `column_${index + 1}`);
  const body = hasHeader ? rows.slice(1) : rows;
  if (body.length === 0) {
    throw new Failure('DATASET_INVALID', `${file}: expected rows, found only a header`, {
      hint: 'Add a line for each example.',
    });
  }
  return {
    format: `CSV, ${delimiter.name}, ${hasHeader ? 'header' : 'no header'}`,
    columns,
    rows: body.map((row) => row.map((value) => (missing.has(value.trim()) ? null : value.trim()))),
    lines: hasHeader ? lines.slice(1) : lines,
  };
}

/** Whether a text is a number, as people write it. */
export function isNumeric(value: string): boolean {
  return /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(value);
}

function decodeText(bytes: Uint8Array, file: string): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // not UTF-8: refused below
  }
  throw new Failure('DATASET_INVALID', `${file}: expected text in UTF-8, found other bytes`, {
    hint: 'Save the table as CSV in UTF-8.',
  });
}

/** The delimiter that gives the same number of columns, above one, on the most of the first lines. */
function findDelimiter(text: string): (typeof delimiters)[number] {
  const head = text.split('\n').slice(0, 50).join('\n');
  const scored = delimiters.map((delimiter) => {
    const rows: string[][] = parse(head, { ...lenient, delimiter: delimiter.character });
    const width = rows[0]?.length ?? 0;
    const equal = rows.filter((row) => row.length === width).length;
    return { delimiter, score: width < 2 ? 0 : equal / rows.length + width / mostColumns };
  });
  return scored.sort((a, b) => b.score - a.score)[0]!.delimiter;
}

const lenient = {
  bom: true,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
} as const;

function parseRows(
  text: string,
  delimiter: string,
  file: string,
): { rows: string[][]; lines: number[] } {
  try {
    const records = parse(text, {
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return {
      rows: records.map(({ record }) => record),
      lines: records.map(({ info }) => info.lines),
    };
  } catch (error) {
    throw new Failure('DATASET_INVALID', `${file}: ${(error as Error).message}`, {
      cause: error,
      hint: 'Quote values that hold quotes, delimiters or line breaks.',
    });
  }
}

function checkShape(rows: readonly string[][], lines: readonly number[], file: string): void {
  const width = rows[0]?.length ?? 0;
  if (width < 2) {
    const found = rows.length === 0 ? 'nothing' : 'a single column';
    throw new Failure('DATASET_INVALID', `${file}: expected a table of columns, found ${found}`, {
      hint: 'Separate columns by comma, semicolon, tab or bar.',
    });
  }
  if (width > mostColumns) {
    throw new Failure(
      'DATASET_INVALID',
      `${file}: expected at most ${mostColumns} columns, found ${width}`,
    );
  }
  const ragged = rows.flatMap((row, index) =>
    row.length === width ? [] : [`line ${lines[index]} has ${row.length}`],
  );
  if (ragged.length === 0) return;
  const more = ragged.length > 5 ? `, and ${ragged.length - 5} more` : '';
  throw new Failure(
    'DATASET_INVALID',
    `${file}: expected ${width} columns on every line, found that ${ragged.slice(0, 5).join(', ')}${more}`,
    { hint: 'Mend these lines; quote values that hold the delimiter.' },
  );
}

/** A first line without numbers, above a column that has them or of names that do not recur. */
function looksLikeHeader(rows: readonly string[][]): boolean {
  const [first = [], ...body] = rows;
  const cells = first.map((cell) => cell.trim());
  if (cells.some((cell) => isNumeric(cell) || missing.has(cell))) return false;
  if (new Set(cells).size < cells.length) return false;
  if (body.length === 0) return true;
  const sample = body.slice(0, 200);
  const hasNumericColumn = cells.some((_, column) =>
    sample.every((row) => isNumeric(row[column]!.trim()) || missing.has(row[column]!.trim())),
  );
  return (
    hasNumericColumn || cells.every((cell, column) => sample.every((row) => row[column] !== cell))
  );
}

function uniqueNames(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((raw, index) => {
    const name = raw.trim() === '' ? `column_${index + 1}` : raw.trim();
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}_${count}`;
  });
}
