import { Failure, show, type Field, type GoldenCase } from '@orangery/schemas';
import { wholeInput } from '../../inference/whole-input.ts';
import { readTable } from '../../recipes/tables/read-table.ts';
import { fieldNames } from './field-name.ts';
import type { Sample } from './sample.ts';

/** A file that somebody names to try a module with. */
export interface SampleFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Cases of a golden test. */
const mostCases = 3;
/** As of any file of a module. */
const mostBytes = 5 * 1024 * 1024;

/**
 * Inputs of a file: a picture, a text, a table whose columns are the declared inputs, or JSON.
 * @throws Failure USAGE, INPUT_INVALID, DATASET_INVALID
 */
export async function readInputs(file: SampleFile, fields: readonly Field[]): Promise<Sample> {
  if (file.bytes.length > mostBytes) {
    throw new Failure(
      'USAGE',
      `--sample ${file.name}: expected at most ${mostBytes} bytes, found ${file.bytes.length}`,
      { hint: 'A sample lies in Git: take some rows of it, or a smaller picture.' },
    );
  }
  const ending = /\.[^./]+$/.exec(file.name)?.[0].toLowerCase() ?? '';
  if (ending === '.json') return { inputs: jsonRows(file, fields), files: new Map() };
  const whole = wholeInput(fields);
  if (whole !== undefined && whole.endings.includes(ending.slice(1)))
    return wholeFile(file, ending);
  if (whole !== undefined && !whole.hasRows) {
    throw new Failure(
      'USAGE',
      `--sample ${file.name}: expected a ${whole.noun} (.${whole.endings.join(', .')}), found ${ending || 'no ending'}`,
    );
  }
  return tableRows(file, ending, fields);
}

/** A golden test names its file, so it gets a plain name. */
function wholeFile({ bytes }: SampleFile, ending: string): Sample {
  const path = `sample/first${ending}`;
  return { inputs: [{ file: path }], files: new Map([[path, bytes]]) };
}

async function tableRows(
  { name, bytes }: SampleFile,
  ending: string,
  fields: readonly Field[],
): Promise<Sample> {
  const table = await readTable(bytes, name);
  // as the metadata of the graph has them, they may be no names of fields
  const columns = fieldNames(table.columns);
  const missing = fields.filter((field) => !columns.includes(field.name));
  if (missing.length > 0) {
    const names = missing.map((field) => field.name).join(', ');
    throw new Failure(
      'USAGE',
      `--sample ${name}: expected the columns ${names}, found ${table.columns.join(', ')}`,
      { hint: 'Name the columns as the inputs, or say --columns with the names of the file.' },
    );
  }
  const rows = table.rows.slice(0, mostCases).map((row) => {
    return fields.map((field) => ({ field, cell: row[columns.indexOf(field.name)] ?? null }));
  });
  checkCells(name, rows);
  const inputs = rows.map((cells): GoldenCase['input'] => ({
    row: Object.fromEntries(cells.map((cell) => [cell.field.name, typed(cell)])),
  }));
  return { inputs, files: new Map([[`sample/rows${ending}`, bytes]]) };
}

interface Cell {
  readonly field: Field;
  readonly cell: string | null;
}

function checkCells(name: string, rows: readonly (readonly Cell[])[]): void {
  const wrong = rows.flatMap((cells, index) =>
    cells.flatMap(({ field, cell }) => {
      const isGood = !isNumber(field) || (cell !== null && Number.isFinite(Number(cell)));
      if (isGood) return [];
      return [`row ${index + 1}, ${field.name}: expected a number, found ${show(cell)}`];
    }),
  );
  if (wrong.length === 0) return;
  throw new Failure('INPUT_INVALID', `--sample ${name}: ${wrong.join('; ')}`, {
    hint: 'Mend the rows, or leave them out.',
  });
}

function typed({ field, cell }: Cell): string | number | null {
  return cell !== null && isNumber(field) ? Number(cell) : cell;
}

function isNumber({ type }: Field): boolean {
  return type === 'number' || type === 'integer';
}

function jsonRows({ name, bytes }: SampleFile, fields: readonly Field[]): Sample['inputs'] {
  const value = parse(name, bytes);
  const items: readonly unknown[] = Array.isArray(value) && value.every(isObject) ? value : [value];
  const [only, ...others] = fields;
  return items.slice(0, mostCases).map((item): GoldenCase['input'] => {
    const isWhole = only !== undefined && others.length === 0 && !isObject(item);
    const row = isWhole ? { [only.name]: item } : item;
    if (isRow(row)) return { row };
    const names = fields.map((field) => field.name).join(', ');
    throw new Failure(
      'USAGE',
      `--sample ${name}: expected an object with ${names}, found ${show(item)}`,
      { hint: 'Write an object for each input, with its values: texts, numbers, or lists.' },
    );
  });
}

function parse(name: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new Failure('USAGE', `--sample ${name}: expected JSON, found: ${String(cause)}`, {
      cause,
    });
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Row = Extract<GoldenCase['input'], { row: unknown }>['row'];

function isRow(value: unknown): value is Row {
  return isObject(value) && Object.values(value).every((one) => !isObject(one));
}
