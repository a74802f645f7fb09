/** A column of texts read as times. */
export interface ParsedTimes {
  /** `calendar`: milliseconds since 1970, UTC; `counter`: plain numbers that only count steps. */
  readonly kind: 'calendar' | 'counter';
  /** By row; NaN where the cell is no time. */
  readonly values: Float64Array;
}

type Cells = readonly (string | null)[];
type Reader = (text: string) => number;

/** The share of cells that must be times for a column to be taken as one. */
const fewestRead = 0.9;

/**
 * Reads ISO 8601 dates and times, with `-`, `/` or `.` between year, month and day, or day and month
 * first where their order shows; quarters (`2026-Q1`), months, years, `20260131`, seconds or
 * milliseconds since 1970, and counters. Times without a zone are taken as they stand.
 * @returns undefined when fewer than nine tenths of the cells are times of one kind
 */
export function parseTimes(cells: Cells): ParsedTimes | undefined {
  for (const read of calendarReaders(cells)) {
    const values = readAll(cells, read);
    if (isMostlyRead(cells, values)) return { kind: 'calendar', values };
  }
  const values = readAll(cells, plainNumber);
  return isMostlyRead(cells, values) ? { kind: 'counter', values } : undefined;
}

/** Whether day and month stand first and nothing tells which is which: `03/04/2026`. */
export function isAmbiguous(cells: Cells): boolean {
  const found = cells.flatMap((cell) => dayAndMonth.exec(cell ?? '')?.slice(1, 4) ?? []);
  return found.length >= cells.length * fewestRead * 3 && orderOf(cells) === undefined;
}

function readAll(cells: Cells, read: Reader): Float64Array {
  return Float64Array.from(cells, (cell) => (cell === null ? NaN : read(cell)));
}

function isMostlyRead(cells: Cells, values: Float64Array): boolean {
  const given = cells.filter((cell) => cell !== null).length;
  const read = values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
  return given > 0 && read >= given * fewestRead;
}

function calendarReaders(cells: Cells): readonly Reader[] {
  const order = orderOf(cells);
  return [
    yearFirst,
    quarter,
    ...(order === undefined ? [] : [order === 'day' ? dayFirst : monthFirst]),
    compactDate,
    year,
    sinceEpoch,
  ];
}

const clock = String.raw`(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?\s*(Z|[+-]\d{2}:?\d{2})?)?`;
const isoLike = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2})${clock})?$`);
const dayAndMonth = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})${clock}$`);

function yearFirst(text: string): number {
  const found = isoLike.exec(text);
  if (found === null) return NaN;
  const [, years, , month, day = '1', ...rest] = found;
  return timeOf([years, month, day], rest);
}

function dayFirst(text: string): number {
  const found = dayAndMonth.exec(text);
  if (found === null) return NaN;
  const [, day, , month, years, ...rest] = found;
  return timeOf([years, month, day], rest);
}

function monthFirst(text: string): number {
  const found = dayAndMonth.exec(text);
  if (found === null) return NaN;
  const [, month, , day, years, ...rest] = found;
  return timeOf([years, month, day], rest);
}

/** Which of the first two numbers is the day; dots are written where days stand first. */
function orderOf(cells: Cells): 'day' | 'month' | undefined {
  let [first, second, dots] = [0, 0, 0];
  for (const cell of cells) {
    const found = dayAndMonth.exec(cell ?? '');
    if (found === null) continue;
    first = Math.max(first, Number(found[1]));
    second = Math.max(second, Number(found[3]));
    if (found[2] === '.') dots += 1;
  }
  if (first > 12 || (dots > 0 && second <= 12)) return 'day';
  return second > 12 ? 'month' : undefined;
}

function quarter(text: string): number {
  const found = /^(\d{4})[- ]?Q([1-4])$/i.exec(text);
  return found === null ? NaN : Date.UTC(Number(found[1]), (Number(found[2]) - 1) * 3);
}

function compactDate(text: string): number {
  const found = /^(1[5-9]|2[01])(\d{2})(\d{2})(\d{2})$/.exec(text);
  return found === null ? NaN : timeOf([`${found[1]}${found[2]}`, found[3], found[4]], []);
}

function year(text: string): number {
  return /^(1[5-9]|2[01])\d{2}$/.test(text) ? Date.UTC(Number(text), 0) : NaN;
}

/** Ten digits are seconds, thirteen milliseconds: the years 2001 to 2286. */
function sinceEpoch(text: string): number {
  if (/^\d{10}(\.\d+)?$/.test(text)) return Number(text) * 1000;
  return /^\d{13}$/.test(text) ? Number(text) : NaN;
}

function plainNumber(text: string): number {
  return /^-?\d{1,15}(\.\d{1,9})?$/.test(text) ? Number(text) : NaN;
}

type Parts = readonly (string | undefined)[];

/** NaN for a day that no month has. */
function timeOf([years, month, day]: Parts, [hour, minute, second, zone]: Parts): number {
  const [y, m, d] = [Number(years), Number(month), Number(day)];
  const [h, min, s] = [Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0)];
  const time = Date.UTC(y, m - 1, d, h, min, s);
  const isReal = new Date(Date.UTC(y, m - 1, d)).getUTCMonth() === m - 1 && d > 0;
  return isReal && h < 24 && min < 60 && s < 61 ? time - offsetOf(zone) : NaN;
}

function offsetOf(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -1 : 1) * minutes * 60_000;
}
