type Row = Readonly<Record<string, unknown>>;

const mostRows = 40;
const longestText = 72;

/** An answer that is a list: of boxes, of words with their labels, of days ahead. */
export interface AnswerTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** Its rows as they are shown. */
export interface AnswerRows {
  readonly columns: readonly string[];
  readonly cells: readonly (readonly string[])[];
  /** Rows that are not shown. */
  readonly more: number;
}

/**
 * The rows that an answer is made of: those of its only list of records, or its lists side by side
 * where all are of one length; times before what they are the times of. `undefined` when it is neither.
 */
export function answerTable(answer: Row): AnswerTable | undefined {
  const records = onlyRecords(answer) ?? sideBySide(answer);
  if (records === undefined || records.length === 0) return undefined;
  const names = new Set(records.flatMap((row) => Object.keys(row)));
  const columns = [...names].toSorted((a, b) => Number(b === 'times') - Number(a === 'times'));
  return { columns, rows: records.map((row) => columns.map((column) => row[column])) };
}

/** The first rows of such an answer, the numbers of a column with the same decimals. */
export function answerRows(answer: Row): AnswerRows | undefined {
  const table = answerTable(answer);
  if (table === undefined) return undefined;
  const rows = table.rows.slice(0, mostRows);
  const shown = table.columns.map((_, place) => shownColumn(rows.map((row) => row[place])));
  const cells = rows.map((_, index) => shown.map((column) => column[index]!));
  return { columns: table.columns, cells, more: table.rows.length - rows.length };
}

/** A value in short: four digits of a fraction, the beginning of a long text. */
export function shownValue(value: unknown): string {
  if (value === undefined || value === null) return '–';
  if (typeof value === 'number' && !Number.isInteger(value)) {
    return Math.abs(value) >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(4)));
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const isLong = text.length > longestText;
  return isLong ? `${text.slice(0, longestText)}… (${text.length} characters)` : text;
}

/** Four digits of the largest number decide for all; none more than some number needs. */
function shownColumn(values: readonly unknown[]): readonly string[] {
  const numbers = values.filter((value) => typeof value === 'number');
  const largest = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (numbers.every((value) => Number.isInteger(value)) || largest < 1e-4 || largest >= 1e15) {
    return values.map(shownValue);
  }
  const most = Math.max(0, 3 - Math.floor(Math.log10(largest)));
  const needed = numbers.map((value) => decimalsOf(Number(value.toFixed(most))));
  const decimals = Math.max(...needed);
  return values.map((value) =>
    typeof value === 'number' ? value.toFixed(decimals) : shownValue(value),
  );
}

function decimalsOf(value: number): number {
  return String(value).split('.')[1]?.length ?? 0;
}

function onlyRecords(answer: Row): readonly Row[] | undefined {
  const [value, ...others] = Object.values(answer);
  return others.length === 0 && Array.isArray(value) && value.every(isFlat) ? value : undefined;
}

function sideBySide(answer: Row): readonly Row[] | undefined {
  const lists = Object.entries(answer).flatMap(([name, value]) =>
    isPlainList(value) ? [[name, value] as const] : [],
  );
  const [, first = []] = lists[0] ?? [];
  const areAlike = lists.every(([, list]) => list.length === first.length);
  if (lists.length < Object.keys(answer).length || !areAlike) return undefined;
  return first.map((_, index) =>
    Object.fromEntries(lists.map(([name, list]) => [name, list[index]])),
  );
}

function isPlainList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.every(isPlain);
}

function isFlat(value: unknown): value is Row {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(isPlain)
  );
}

function isPlain(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
