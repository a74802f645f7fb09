import { Failure, show } from '@orangery/schemas';
import type { RawInput } from '../recipe.ts';
import { isNumeric, toCell } from '../tables/cell.ts';
import { readTable } from '../tables/read-table.ts';
import type { Table } from '../tables/table.ts';
import { lookbackOf } from './features.ts';
import { findTimes } from './find-columns.ts';
import type { ForecastPreprocessing, History } from './model.ts';
import { placeOnGrid } from './place-on-grid.ts';
import { stepOf } from './times/interval.ts';
import { parseTimes } from './times/parse-times.ts';

const mostSeries = 256;
const mostValues = 100_000;
const mostBytes = 16 * 1024 * 1024;

const hint =
  'Send {"data": {"history": [1.5, 2, …], "end": "2026-01-31"}}, end being the time of the last value; or a table with a column of times.';

/**
 * Turns a list of numbers, an object with `history` and `end`, rows of a table, or a list of such
 * histories into series; of a file, a table or the same as JSON. Without a time the values are taken
 * to end where the training data did.
 * @throws Failure INPUT_INVALID
 */
export async function parseSeriesInput(
  raw: RawInput,
  preprocessing: ForecastPreprocessing,
): Promise<readonly History[]> {
  if (raw.kind === 'value') return historiesOf(raw.value, preprocessing);
  if (raw.bytes.length > mostBytes) {
    throw new Failure(
      'INPUT_INVALID',
      `${raw.name}: expected at most ${mostBytes} bytes, found ${raw.bytes.length}`,
      { hint: 'Send the latest values only.' },
    );
  }
  const value = jsonOf(raw.bytes);
  if (value !== undefined) return historiesOf(value, preprocessing);
  return [await historyOfFile(raw.bytes, raw.name, preprocessing)];
}

function historiesOf(value: unknown, preprocessing: ForecastPreprocessing): readonly History[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  const isOne = !Array.isArray(value) || isSeries(value) || list.every(isTableRow);
  const all = isOne && list.length + Number(!Array.isArray(value)) > 0 ? [value] : list;
  if (all.length === 0 || all.length > mostSeries) {
    throw new Failure(
      'INPUT_INVALID',
      `data: expected 1 to ${mostSeries} series, found ${all.length}`,
      { hint },
    );
  }
  return all.map((one, index) => historyOf(one, isOne ? 'data' : `data[${index}]`, preprocessing));
}

function historyOf(value: unknown, place: string, preprocessing: ForecastPreprocessing): History {
  if (Array.isArray(value)) {
    return value.length > 0 && value.every(isTableRow)
      ? historyOfRows(value, place, preprocessing)
      : historyOfNumbers(value, undefined, place, preprocessing);
  }
  const { history, end } = fieldsOf(value, place);
  return historyOfNumbers(history, end, `${place}.history`, preprocessing);
}

function historyOfNumbers(
  history: unknown,
  end: unknown,
  place: string,
  preprocessing: ForecastPreprocessing,
): History {
  if (!isSeries(history)) {
    throw new Failure(
      'INPUT_INVALID',
      `${place}: expected a list of numbers, found ${found(history)}`,
      {
        hint,
      },
    );
  }
  const numbers = Float64Array.from(history, (value) => value ?? NaN);
  checkLength(numbers.length, place, preprocessing);
  const last = endStep(end, place, preprocessing);
  return { values: fillGaps(numbers, place), start: last - numbers.length + 1 };
}

/** The step that a history ends at. */
function endStep(
  end: unknown,
  place: string,
  { interval, lastStep }: ForecastPreprocessing,
): number {
  if (end === undefined || end === null) return lastStep;
  const text = typeof end === 'number' ? String(end) : end;
  const time = typeof text === 'string' ? (parseTimes([text.trim()])?.values[0] ?? NaN) : NaN;
  if (!Number.isNaN(time)) return stepOf(interval, time);
  throw new Failure(
    'INPUT_INVALID',
    `${place.replace(/history$/, 'end')}: expected the time of the last value, found ${show(end)}`,
    { hint: 'Write it as 2026-01-31 or 2026-01-31T14:00, or leave it out.' },
  );
}

async function historyOfFile(
  bytes: Uint8Array,
  name: string,
  preprocessing: ForecastPreprocessing,
): Promise<History> {
  try {
    return historyOfTable(await readTable(bytes, name), name, preprocessing);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure('INPUT_INVALID', error.message, { cause: error, hint: error.hint });
  }
}

function historyOfTable(table: Table, name: string, preprocessing: ForecastPreprocessing): History {
  const { target, interval } = preprocessing;
  const times = findTimes(table, target);
  const named = table.columns.indexOf(target);
  const others = table.columns.flatMap((_, column) => (column === times?.time ? [] : [column]));
  const column = named >= 0 ? named : others.length === 1 ? others[0]! : -1;
  if (column < 0) {
    throw new Failure(
      'INPUT_INVALID',
      `${name}: expected a column ${target}, found ${table.columns.join(', ')}`,
      { hint: `Call the column of values ${target}.` },
    );
  }
  const numbers = table.rows.map((row, index) =>
    numberOf(row[column]!, `${name}, row ${index + 1}`),
  );
  checkLength(numbers.length, name, preprocessing);
  if (times === undefined) return historyOfNumbers(numbers, undefined, name, preprocessing);
  const timed = numbers
    .map((value, row) => ({ time: times.times.values[row]!, value: value ?? NaN, row }))
    .filter(({ time }) => !Number.isNaN(time))
    .sort((a, b) => a.time - b.time);
  const { values, start } = placeOnGrid(timed, interval, name);
  checkLength(values.length, name, preprocessing);
  return { values, start };
}

function historyOfRows(
  rows: readonly Record<string, unknown>[],
  place: string,
  preprocessing: ForecastPreprocessing,
): History {
  const columns = Object.keys(rows[0]!);
  const cells = rows.map((row) =>
    columns.map((name) => {
      const value = row[name];
      if (value === null || value === undefined) return null;
      return toCell(typeof value === 'object' ? show(value) : String(value));
    }),
  );
  const numbers = rows.map((_, index) => index + 1);
  const table = { format: 'JSON', columns, rows: cells, places: { unit: 'row', numbers } } as const;
  try {
    return historyOfTable(table, place, preprocessing);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure('INPUT_INVALID', error.message, { cause: error, hint: error.hint });
  }
}

function numberOf(cell: string | null, place: string): number | null {
  if (cell === null || isNumeric(cell)) return cell === null ? null : Number(cell);
  throw new Failure('INPUT_INVALID', `${place}: expected a number, found ${show(cell)}`, { hint });
}

function checkLength(count: number, place: string, { features }: ForecastPreprocessing): void {
  const fewest = lookbackOf(features);
  if (count >= fewest && count <= mostValues) return;
  throw new Failure(
    'INPUT_INVALID',
    `${place}: expected ${fewest} to ${mostValues} values, found ${count}`,
    { hint: `The model looks back over ${fewest} values: send at least as many, the latest last.` },
  );
}

/** A missing value is the one before it, as in training; the first ones are the first that is there. */
function fillGaps(values: Float64Array, place: string): Float64Array {
  const first = values.find((value) => !Number.isNaN(value));
  if (first === undefined) {
    throw new Failure('INPUT_INVALID', `${place}: expected numbers, found only null`, { hint });
  }
  let before = first;
  return values.map((value) => (before = Number.isNaN(value) ? before : value));
}

function jsonOf(bytes: Uint8Array): unknown {
  const text = new TextDecoder().decode(bytes.subarray(0, 64)).trimStart();
  if (!/^[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    // JSON lines, perhaps: read as a table
    return undefined;
  }
}

function fieldsOf(value: unknown, place: string): { history: unknown; end: unknown } {
  if (isRow(value) && 'history' in value) return { history: value['history'], end: value['end'] };
  throw new Failure('INPUT_INVALID', `${place}: expected a history, found ${found(value)}`, {
    hint,
  });
}

function isSeries(value: unknown): value is readonly (number | null)[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((one) => one === null || Number.isFinite(one))
  );
}

function isTableRow(value: unknown): value is Record<string, unknown> {
  return isRow(value) && !('history' in value);
}

function isRow(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function found(value: unknown): string {
  return Array.isArray(value) ? `a list of ${value.length}` : show(value);
}
