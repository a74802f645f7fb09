import { basename } from 'node:path';
import type { Problem } from '@orangery/schemas';
import { counted } from '../counted.ts';
import type { Colors, Terminal } from '../terminal.ts';
import type { ImportOutcome } from './import-outcome.ts';

/** What became of a file: the module or the reason, the image, and a line for each warning. */
export function outcomeView(outcome: ImportOutcome, { colors }: Pick<Terminal, 'colors'>): string {
  const { bold, dim, green, red } = colors;
  const { file, warnings } = outcome;
  const also = warningLines(warnings.filter(hasPlace), colors);
  if (outcome.kind === 'imported') {
    const title = `${green('✓')} ${bold(outcome.folder)}  ${dim(`from ${file}`)}`;
    return [title, `  image  ${imageView(outcome, colors)}`, ...also].join('\n');
  }
  const { problems, message, hint } = outcome.failure;
  const why =
    problems.length > 0 ? problemLines(problems, colors) : [`  ${message}`, `  ${dim(hint)}`];
  return [`${red('✗')} ${bold(file)}  refused`, ...why, ...also].join('\n');
}

/** What the format has no place for, and what stands there now; it is the same for most files. */
export function lackingView(outcomes: readonly ImportOutcome[], { colors }: Terminal): string {
  const imported = outcomes.filter(({ kind }) => kind === 'imported');
  const lacking = imported.flatMap(({ warnings }) => warnings.filter((one) => !hasPlace(one)));
  const byField = Map.groupBy(lacking, ({ pointer }) => pointer.slice(1));
  const longest = Math.max(...[...byField.keys()].map((field) => field.length));
  const count = (found: number): string =>
    found === imported.length ? '' : ` (${counted(found, 'file')})`;
  const lines = [...byField].map(
    ([field, all]) =>
      `  ${field.padEnd(longest)}  ${colors.dim(`${all[0]?.hint ?? ''}${count(all.length)}`)}`,
  );
  const title = imported.length === 1 ? 'Not in the file' : 'Not in these files';
  return [colors.bold(title), ...lines].join('\n');
}

/** A row for each file. */
export function outcomeTable(outcomes: readonly ImportOutcome[], terminal: Terminal): string {
  const { green, red, yellow } = terminal.colors;
  const rows = outcomes.map((outcome) => {
    const file = basename(outcome.file);
    if (outcome.kind === 'refused') return [file, red('refused'), '–', '–', '–'];
    const { module, unpinned, warnings } = outcome;
    const count = warnings.filter(hasPlace).length;
    const image = unpinned === null ? green('pinned') : yellow('unpinned');
    return [file, green('imported'), module, image, count === 0 ? '–' : String(count)];
  });
  return terminal.table(['file', 'outcome', 'module', 'image', 'warnings'], rows);
}

function imageView(
  { image, unpinned }: Extract<ImportOutcome, { kind: 'imported' }>,
  { yellow }: Colors,
): string {
  return unpinned === null ? image : `${image}  ${yellow(`unpinned (${unpinned})`)}`;
}

function warningLines(warnings: readonly Problem[], colors: Colors): readonly string[] {
  if (warnings.length === 0) return [];
  return ['', ...problemLines(warnings, colors)];
}

/** Place, field, what was expected and what is there; what is done about it below. */
function problemLines(problems: readonly Problem[], { dim }: Colors): readonly string[] {
  const places = problems.map(({ line, column }) =>
    line === undefined ? '–' : `${line}:${column}`,
  );
  const widest = Math.max(...places.map((text) => text.length));
  const fields = problems.map(({ pointer }) => pointer.slice(1).replaceAll('/', '.') || '–');
  const longest = Math.min(28, Math.max(...fields.map((field) => field.length)));
  const blank = ' '.repeat(widest + longest + 6);
  return problems.flatMap(({ expected, found, hint }, index) => [
    `  ${dim(places[index]!.padStart(widest))}  ${fields[index]!.padEnd(longest)}  expected ${expected}, found ${found}`,
    ...(hint === undefined ? [] : [`${blank}${dim(hint)}`]),
  ]);
}

function hasPlace({ line }: Problem): boolean {
  return line !== undefined;
}
