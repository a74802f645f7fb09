import { Failure, hashTexts, type Skipped } from '@orangery/schemas';
import type { DataFile } from '../../dataset/data-file.ts';
import type { ReadOptions } from '../recipe.ts';
import { checkMagnitudes } from '../tables/check-magnitudes.ts';
import { readTables, type DatasetTable } from '../tables/read-tables.ts';
import { placeOfRow } from '../tables/table.ts';
import { findColumns, type SeriesColumns } from './find-columns.ts';
import { placeOnGrid, type TimedValue } from './place-on-grid.ts';
import type { SeriesData } from './series.ts';
import { findInterval, timeOfStep, writeTime } from './times/interval.ts';

/** Fewest steps from which anything can be learnt and measured. */
const fewestSteps = 30;
const mostSteps = 1_000_000;

/**
 * Reads a table with a column of times and one of values as a series at even steps, sorted.
 * @throws Failure DATASET_INVALID
 */
export async function readSeries(
  files: readonly DataFile[],
  { target, signal }: ReadOptions,
): Promise<SeriesData> {
  const table = await readTables(files, signal);
  const columns = findColumns(table, target);
  checkMagnitudes(table, [columns.target]);
  const timed = timedValues(table, columns);
  checkDistinct(table, columns, timed);
  const interval = findInterval(
    columns.times.kind,
    Float64Array.from(timed, ({ time }) => time),
  );
  if (interval === undefined) throw uneven(table, columns);
  const grid = placeOnGrid(
    timed,
    interval,
    `${table.name}, column ${table.columns[columns.target]}`,
  );
  checkCount(table, grid.values.length);
  return {
    format: table.format,
    timeColumn: table.columns[columns.time]!,
    target: table.columns[columns.target]!,
    targetChosenBy: target === undefined ? 'last column' : 'name',
    interval,
    ...grid,
    from: 0,
    total: grid.values.length,
    skipped: leftOut(table, columns),
  };
}

/** SHA-256 over the times and values that were given, in order. */
export function fingerprintOfSeries(data: SeriesData): string {
  return hashTexts(linesOf(data));
}

/** Time and value of each step of a part, as texts. */
export function* linesOf(data: SeriesData): Generator<string> {
  for (let index = data.from; index < data.values.length; index += 1) {
    const time = timeOfStep(data.interval, data.start + index);
    const value = data.isFilled[index] === 1 ? '' : data.values[index]!;
    yield `${writeTime(data.interval, time)} ${value}\n`;
  }
}

/** Rows with a time, in the order of time; NaN is a value that is missing. */
function timedValues(table: DatasetTable, { times, target }: SeriesColumns): TimedValue[] {
  return table.rows
    .map((row, index) => {
      const cell = row[target]!;
      return { time: times.values[index]!, value: cell === null ? NaN : Number(cell), row: index };
    })
    .filter(({ time }) => !Number.isNaN(time))
    .sort((a, b) => a.time - b.time);
}

function checkDistinct(
  table: DatasetTable,
  { time }: SeriesColumns,
  timed: readonly TimedValue[],
): void {
  const again = timed.findIndex((one, index) => index > 0 && one.time === timed[index - 1]!.time);
  if (again < 0) return;
  const places = [timed[again - 1]!, timed[again]!].map(({ row }) => placeOfRow(table, row));
  throw new Failure(
    'DATASET_INVALID',
    `${table.name}: expected each time once in the column ${table.columns[time]}, found one in ${places.join(' and ')}`,
    { hint: 'Keep one series: filter the table, or sum up the values of each time.' },
  );
}

function uneven(table: DatasetTable, { time }: SeriesColumns): Failure {
  return new Failure(
    'DATASET_INVALID',
    `${table.name}: expected times at even steps in the column ${table.columns[time]}, found none that most of them keep`,
    { hint: 'Take one value an hour, a day or a month, such as the mean or the sum.' },
  );
}

function checkCount(table: DatasetTable, steps: number): void {
  if (steps >= fewestSteps && steps <= mostSteps) return;
  throw new Failure(
    'DATASET_INVALID',
    `${table.name}: expected ${fewestSteps} to ${mostSteps} steps of time, found ${steps}`,
    { hint: steps < fewestSteps ? 'Collect more values.' : 'Take a value for a longer time.' },
  );
}

function leftOut(table: DatasetTable, { time, times, target }: SeriesColumns): Skipped[] {
  const others = table.columns.filter((_, column) => column !== time && column !== target);
  const untimed = times.values.reduce((sum, value) => sum + (Number.isNaN(value) ? 1 : 0), 0);
  return [
    ...(untimed === 0 ? [] : [{ reason: 'no time that can be read', count: untimed }]),
    ...(others.length === 0
      ? []
      : [
          {
            reason: 'a column besides the time and the value',
            count: others.length,
            names: others.slice(0, 20),
          },
        ]),
  ];
}
