type Row = Readonly<Record<string, unknown>>;

const mostRows = 40;
const longestText = 72;

/** Rows of an answer that is a list: of boxes, of words with their labels, of days ahead. */
export interface AnswerRows {
  readonly columns: readonly string[];
  readonly cells: readonly (readonly string[])[];
  /** Rows that are not shown. */
  readonly more: number;
}

/**
 * The rows that an answer is made of: those of its only list of records, or its lists side by side
 * where all are of one length. `undefined` when it is neither.
 */
export function answerRows(answer: Row): AnswerRows | undefined {
  const rows = onlyRecords(answer) ?? sideBySide(answer);
  if (rows === undefined || rows.length === 0) return undefined;
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows
    .slice(0, mostRows)
    .map((row) => columns.map((column) => shownValue(row[column])));
  return { columns, cells, more: Math.max(0, rows.length - mostRows) };
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
