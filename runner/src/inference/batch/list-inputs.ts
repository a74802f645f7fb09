import { Failure } from '@orangery/schemas';
import type { RawInput } from '../../recipes/recipe.ts';
import { placeOfRow, type TableCells } from '../../recipes/tables/table.ts';
import type { PredictionSource, Taker } from '../prediction-source.ts';
import { wholeInput } from '../whole-input.ts';

/** An input whose turn has not come: it is read when it does. */
export interface PendingInput {
  /** File relative to the folder, or `line 12`, or `row 12`. */
  readonly name: string;
  /** What stands before the answer in a table: the file's name, or the row. */
  readonly cells: readonly (string | null)[];
  read(): Promise<RawInput>;
}

/** How many inputs a source has. */
export function countInputs(source: PredictionSource): number {
  if (source.kind === 'file') return 1;
  return source.kind === 'folder' ? source.files.length : source.table.rows.length;
}

/** What the cells of inputs are called. */
export function inputColumns(source: PredictionSource): readonly string[] {
  return source.kind === 'table' ? source.table.columns : ['file'];
}

/**
 * The inputs of a source in their order, one at a time.
 * @param first how many are left out at the beginning
 * @throws Failure INPUT_INVALID when a table lacks the column that the module reads
 */
export function listInputs(
  source: PredictionSource,
  taker: Taker,
  first = 0,
): Iterable<PendingInput> {
  return source.kind === 'table' ? listRows(source, taker, first) : listFiles(source, first);
}

function* listFiles(
  source: Exclude<PredictionSource, { kind: 'table' }>,
  first: number,
): Generator<PendingInput, void> {
  const files = source.kind === 'folder' ? source.files : [source.file];
  for (let index = first; index < files.length; index += 1) {
    const file = files[index]!;
    const { name } = file;
    const read = async (): Promise<RawInput> => ({ kind: 'file', name, bytes: await file.read() });
    yield { name, cells: [name], read };
  }
}

/** Columns that the module does not know stay in the table but are not sent. */
function listRows(
  { path, table }: Extract<PredictionSource, { kind: 'table' }>,
  taker: Taker,
  first: number,
): Iterable<PendingInput> {
  const valueOf = rowReader(path, table.columns, taker);
  return (function* () {
    for (let index = first; index < table.rows.length; index += 1) {
      const row = table.rows[index]!;
      const read = async (): Promise<RawInput> => ({ kind: 'value', value: valueOf(row) });
      yield { name: placeOfRow(table, index), cells: row, read };
    }
  })();
}

/** Of a row the values by name; for a module that takes one text, that column alone. */
function rowReader(
  path: string,
  columns: readonly string[],
  { id, inputs }: Taker,
): (row: TableCells) => unknown {
  const whole = wholeInput(inputs);
  if (whole === undefined) {
    const names = new Set(inputs.map(({ name }) => name));
    const known = [...columns.entries()].filter(([, name]) => names.has(name));
    return (row) => Object.fromEntries(known.map(([place, name]) => [name, row[place]]));
  }
  const place = columns.indexOf(whole.name);
  if (place >= 0) return (row) => row[place] ?? '';
  throw new Failure(
    'INPUT_INVALID',
    `${path}: expected a column ${JSON.stringify(whole.name)} for ${id}, found ${columns.join(', ')}`,
    { hint: `Call the column with the ${whole.plural} ${JSON.stringify(whole.name)}.` },
  );
}
