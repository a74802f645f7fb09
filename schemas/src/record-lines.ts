import type { Problem } from './failure.ts';
import type { Records } from './generated/types.ts';
import { checkRecord, schemaNames } from './record.ts';

/** What machines append lines of. */
export type LoggedName =
  'decision' | 'deploymentState' | 'freshness' | 'jobState' | 'runnerState' | 'usage';

/** The lines of a folder `records/`, each kind from the oldest to the newest. */
export type RecordLog = { readonly [Name in LoggedName]: readonly Records[Name][] } & {
  /** Lines that cannot be read, each with file and line. */
  readonly problems: readonly Problem[];
  /** Lines of kinds or versions that only a newer Orangery knows. */
  readonly skipped: number;
};

/** A file of records: a month. */
export interface MonthFile {
  /** Such as `records/2026-11.ndjson`. */
  readonly file: string;
  readonly text: string;
}

interface Lines {
  readonly records: { readonly [Name in LoggedName]: Records[Name][] };
  readonly problems: Problem[];
  skipped: number;
}

const loggedNames: readonly LoggedName[] = [
  'decision',
  'deploymentState',
  'freshness',
  'jobState',
  'runnerState',
  'usage',
];

/** Reads months, given from the oldest to the newest. What cannot be read is told, not thrown. */
export function readRecordLines(months: readonly MonthFile[]): RecordLog {
  const records = {
    ...{ decision: [], deploymentState: [], freshness: [] },
    ...{ jobState: [], runnerState: [], usage: [] },
  };
  const lines: Lines = { records, problems: [], skipped: 0 };
  for (const { file, text } of months) addLines(lines, file, text);
  for (const name of loggedNames) lines.records[name].sort(byMoment);
  return { ...lines.records, problems: lines.problems, skipped: lines.skipped };
}

/** Lines of one moment stay in the order they were written. */
function byMoment(a: { readonly at: string }, b: { readonly at: string }): number {
  return Date.parse(a.at) - Date.parse(b.at);
}

function addLines(lines: Lines, file: string, text: string): void {
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const place = { file, line: index + 1 };
    const value = parseLine(line);
    const name = nameOf(value);
    if (name === 'newer') lines.skipped += 1;
    else if (name === null) lines.problems.push({ ...place, ...noRecord(line) });
    else addRecord(lines, name, value, place);
  }
}

function addRecord<Name extends LoggedName>(
  lines: Lines,
  name: Name,
  value: unknown,
  place: Pick<Problem, 'file' | 'line'>,
): void {
  const checked = checkRecord(name, value);
  if (checked.kind === 'valid') lines.records[name].push(checked.value);
  else lines.problems.push(...checked.problems.map((problem) => ({ ...problem, ...place })));
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // told as no record, with its file and line
    return null;
  }
}

/** Which record a line is, `newer` when this Orangery cannot know it, null when it is none. */
function nameOf(value: unknown): LoggedName | 'newer' | null {
  if (typeof value !== 'object' || value === null || !('schema' in value)) return null;
  const { schema } = value;
  const [, kind, version] = /^([a-z-]{1,64})\/(\d{1,6})$/.exec(String(schema)) ?? [];
  if (kind === undefined) return null;
  const name = loggedNames.find((one) => schemaNames[one].startsWith(`${kind}/`));
  if (name === undefined) return 'newer';
  return Number(version) > Number(schemaNames[name].split('/')[1]) ? 'newer' : name;
}

function noRecord(line: string): Omit<Problem, 'file' | 'line'> {
  const found = line.length > 60 ? `${line.slice(0, 60)}…` : line;
  const expected = 'a JSON record that begins with its schema, such as "job-state/1"';
  return { pointer: '', expected, found };
}
