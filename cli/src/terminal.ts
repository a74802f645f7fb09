import { stripVTControlCharacters } from 'node:util';
import type { Failure } from '@orangery/schemas';
import { formatProblem, withoutControls, withoutSecrets } from '@orangery/schemas';
import Table from 'cli-table3';
import { createColors } from 'picocolors';
import { failureRecord } from './failure-record.ts';
import { readScreen, type Screen } from './screen.ts';

export type Colors = ReturnType<typeof createColors>;

/** Standard output for results, standard error for what happens meanwhile. */
export interface Terminal {
  readonly colors: Colors;
  readonly screen: Screen;
  /** Whether bars and redrawing make sense. */
  readonly isInteractive: boolean;
  /** Whether machines read: only records on standard output. */
  isJson: boolean;
  /** A result for people; silent with --json. */
  print(text: string): void;
  /** What happens meanwhile. */
  note(text: string): void;
  /** One JSON line: progress, or last of all the command's record; silent without --json. */
  record(value: object): void;
  table(head: readonly string[], rows: readonly (readonly string[])[]): string;
  /** Why the command failed: for people on standard error, with --json also as the last record. */
  failure(failure: Failure, isDebug: boolean): void;
}

interface Streams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export function createTerminal({ stdout, stderr, env }: Streams): Terminal {
  const hasColor = env.NO_COLOR === undefined && env.TERM !== 'dumb' && stderr.isTTY === true;
  const colors = createColors(hasColor);
  const screen = readScreen(stdout, env);
  // colours are asked of standard error: a file that standard output goes to gets none
  const shown = (text: string): string =>
    withoutSecrets(screen.isTerminal ? withColorsOnly(text) : stripVTControlCharacters(text));
  const terminal: Terminal = {
    colors,
    screen,
    isInteractive: stderr.isTTY === true && env.CI === undefined,
    isJson: false,
    print: (text) => void (terminal.isJson || stdout.write(`${shown(text)}\n`)),
    note: (text) => void stderr.write(`${withoutSecrets(withColorsOnly(text))}\n`),
    record: (value) => void (terminal.isJson && stdout.write(`${toJsonLine(value)}\n`)),
    table: (head, rows) => renderTable(colors, head, rows),
    failure: (failure, isDebug) => {
      stderr.write(withoutSecrets(renderFailure(colors, failure, isDebug)));
      terminal.record(failureRecord(failure));
    },
  };
  return terminal;
}

/** Bold, dim, colours, and their ends; nothing that conceals or blinks. */
// eslint-disable-next-line no-control-regex -- the one that begins a colour
const colour = /(\u001b\[(?:0|1|2|22|39|49|3[1-7]|[34]8;[25](?:;\d{1,3}){1,3})m)/;

/**
 * Names of classes and columns are somebody else's words: of what steers a terminal only the colours
 * come through that we write ourselves.
 */
function withColorsOnly(text: string): string {
  return text
    .split(colour)
    .map((part, index) => (index % 2 === 1 ? part : withoutControls(part)))
    .join('');
}

/** Values are cleaned, names are not: a short password may be a word that a record's fields use. */
function toJsonLine(record: object): string {
  return JSON.stringify(record, (_, value: unknown) =>
    typeof value === 'string' ? withoutSecrets(value) : value,
  );
}

/** Columns aligned by spaces; numbers to the right. */
function renderTable(
  colors: Colors,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const isNumeric = (column: number): boolean =>
    rows.length > 0 &&
    rows.every((row) => /^[-–\d.,% e+]*(ms|s|kB|MB|B)?$/.test(row[column] ?? ''));
  const none = ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left'];
  const more = ['bottom-right', 'left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'];
  const table = new Table({
    head: head.map((title) => colors.bold(title)),
    chars: { ...Object.fromEntries([...none, ...more].map((name) => [name, ''])), middle: '  ' },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colAligns: head.map((_, column) => (isNumeric(column) ? 'right' : 'left')),
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

function renderFailure(colors: Colors, failure: Failure, isDebug: boolean): string {
  const lines = [`${colors.red('✗')} ${colors.bold(failure.code)} ${failure.message}`];
  for (const problem of failure.problems) {
    if (!failure.message.includes(formatProblem(problem)))
      lines.push(`  ${formatProblem(problem)}`);
    if (problem.hint !== undefined) lines.push(`    ${colors.dim(problem.hint)}`);
  }
  lines.push(`  ${colors.cyan('→')} ${failure.hint}`);
  if (isDebug && failure.stack !== undefined) lines.push(colors.dim(failure.stack));
  if (isDebug && failure.cause !== undefined) {
    lines.push(colors.dim(withoutControls(String(failure.cause))));
  }
  return `${lines.join('\n')}\n`;
}
