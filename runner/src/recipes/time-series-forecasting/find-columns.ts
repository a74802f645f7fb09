import { Failure } from '@orangery/schemas';
import { isAnyNumber } from '../tables/check-magnitudes.ts';
import type { DatasetTable } from '../tables/read-tables.ts';
import type { Table } from '../tables/table.ts';
import { isAmbiguous, parseTimes, type ParsedTimes } from './times/parse-times.ts';

/** Which columns of a table are the time and the value. */
export interface SeriesColumns {
  readonly time: number;
  readonly times: ParsedTimes;
  readonly target: number;
}

const timeName =
  /^(date|time|datetime|timestamp|ds|day|month|year|quarter|week|hour|step|t|period)s?$/i;

/**
 * The first column of dates or times, else one that counts; and the named column, or the last with
 * numbers.
 * @throws Failure DATASET_INVALID
 */
export function findColumns(table: DatasetTable, target: string | undefined): SeriesColumns {
  const found = findTimes(table, target);
  const isClear = found?.times.kind === 'calendar' || ambiguousColumn(table) === undefined;
  // of a single column of numbers it is the times that are missing
  const hasValues = table.columns.some(
    (_, column) => column !== found?.time && isNumbers(table, column),
  );
  if (found === undefined || !isClear || (found.times.kind === 'counter' && !hasValues)) {
    throw noTime(table);
  }
  return { ...found, target: findTarget(table, target, found.time) };
}

/** The column of times; undefined when there is none. */
export function findTimes(
  table: Table,
  target?: string,
): Pick<SeriesColumns, 'time' | 'times'> | undefined {
  const parsed = table.columns.flatMap((name, time) => {
    const times = name === target ? undefined : parseTimes(cellsOf(table, time));
    return times === undefined ? [] : [{ name, time, times }];
  });
  const calendar = parsed.filter(({ times }) => times.kind === 'calendar');
  return (
    calendar.find(({ name }) => timeName.test(name)) ??
    calendar.find(({ times }) => isDistinct(times.values)) ??
    parsed.find(({ name, times }) => timeName.test(name) && isDistinct(times.values)) ??
    parsed.find(({ times }) => isCounting(times.values))
  );
}

function findTarget(table: DatasetTable, target: string | undefined, time: number): number {
  const named = target === undefined ? -1 : table.columns.indexOf(target);
  if (target === undefined) {
    const last = table.columns.findLastIndex(
      (_, column) => column !== time && isNumbers(table, column),
    );
    if (last >= 0) return last;
  } else if (named >= 0 && named !== time) {
    if (isNumbers(table, named)) return named;
    const row = table.rows.findIndex(
      (cells) => cells[named] !== null && !isAnyNumber(cells[named]!),
    );
    throw new Failure(
      'DATASET_INVALID',
      `${table.name}: expected numbers in the column ${target}, found something else in ${table.places.unit} ${table.places.numbers[row]}`,
      { hint: 'Name the column of values with --target; leave missing ones empty.' },
    );
  }
  throw new Failure(
    'DATASET_INVALID',
    `${table.name}: expected a column of numbers ${target === undefined ? '' : `${JSON.stringify(target)} `}to forecast, found ${table.columns.join(', ')}`,
    { hint: 'Name the column of values with --target.' },
  );
}

function noTime(table: DatasetTable): Failure {
  const unclear = ambiguousColumn(table);
  if (unclear !== undefined) {
    return new Failure(
      'DATASET_INVALID',
      `${table.name}: expected times that can be read in one way, found days and months in the column ${unclear} that could be either`,
      { hint: 'Write them as 2026-01-31.' },
    );
  }
  return new Failure(
    'DATASET_INVALID',
    `${table.name}: expected a column of dates or times, found none among ${table.columns.join(', ')}`,
    {
      hint: 'Give each value its time, as 2026-01-31 or 2026-01-31T14:00, in a column of its own.',
    },
  );
}

function ambiguousColumn(table: Table): string | undefined {
  return table.columns.find((_, column) => isAmbiguous(cellsOf(table, column)));
}

function isNumbers(table: Table, column: number): boolean {
  return cellsOf(table, column).every((cell) => cell === null || isAnyNumber(cell));
}

function cellsOf({ rows }: Table, column: number): (string | null)[] {
  return rows.map((row) => row[column]!);
}

function isDistinct(values: Float64Array): boolean {
  return new Set(values).size === values.length;
}

/** 0, 1, 2 …: each is more than the one before by as much. */
function isCounting(values: Float64Array): boolean {
  const step = values[1]! - values[0]!;
  return (
    step > 0 && values.every((value, index) => index === 0 || value - values[index - 1]! === step)
  );
}
