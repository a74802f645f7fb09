import { recipes, type ColumnRange, type DescribedDataset } from '@orangery/runner';
import type { DatasetRecord, PinnedLink } from '@orangery/schemas';
import type { Terminal } from '../terminal.ts';
import { classBars } from './class-bars.ts';
import { columnTable } from './column-table.ts';
import { formatBytes } from './format-bytes.ts';
import { plainText, wrap } from './plain-text.ts';

export interface PageInput {
  readonly described: DescribedDataset;
  /** As they may be printed. */
  readonly sources: readonly PinnedLink[];
  readonly ranges: readonly ColumnRange[];
}

/** Everything about a dataset but its examples, for the asker's own terminal. */
export function datasetPage(input: PageInput, terminal: Terminal): string {
  return sections
    .map((section) => section(input, terminal))
    .filter((text) => text !== '')
    .join('\n\n');
}

type Section = (input: PageInput, terminal: Terminal) => string;

const sections: readonly Section[] = [headline, facts, classes, columns, kinds, warnings];

function headline({ described, sources }: PageInput, { colors }: Terminal): string {
  const { details } = described;
  const title = details.recipe === undefined ? 'no recipe reads it' : recipes[details.recipe].title;
  const lines = sources.flatMap(({ link, sha256 = '', bytes = 0 }) => [
    `${colors.bold(plainText(link))}  ${formatBytes(bytes)}`,
    `  ${colors.dim(`sha256 ${sha256}`)}`,
  ]);
  return [...lines, `  ${title} · ${details.format}`].join('\n');
}

function facts({ described }: PageInput, { screen, colors }: Terminal): string {
  const { details } = described;
  const listed: readonly (readonly [name: string, value: string | undefined])[] = [
    ['Examples', examplesOf(details)],
    ['Predicts', targetOf(details)],
    ['Pictures', picturesOf(details)],
    ['Missing', missingOf(details)],
    ['Copies', copiesOf(details)],
    ['Leakage', leakageOf(details)],
    ['Left out', details.skipped?.map(leftOut).join('; ')],
    ['Licence', details.license ?? 'not stated'],
    ['To cite', details.citation ?? 'not stated'],
  ];
  return listed
    .flatMap(([name, value]) => {
      if (value === undefined || value === '') return [];
      const [first = '', ...more] = wrap(plainText(value), Math.max(20, screen.columns - 14));
      return [
        `  ${colors.dim(name.padEnd(10))}  ${first}`,
        ...more.map((line) => `${' '.repeat(14)}${line}`),
      ];
    })
    .join('\n');
}

function examplesOf({ examples, files = 0, bytes = 0 }: DatasetRecord): string {
  const inFiles = `${count(files, 'file')} of ${formatBytes(bytes)}`;
  return examples === files
    ? `${examples}, each a file, ${formatBytes(bytes)} in all`
    : `${examples} in ${inFiles}`;
}

function targetOf({ target, targetChosenBy }: DatasetRecord): string | undefined {
  if (target === undefined) return undefined;
  return `${target}${targetChosenBy === 'name' ? '' : ', the last column; name another with --target'}`;
}

function picturesOf({ image, sizes }: DatasetRecord): string | undefined {
  if (image === undefined || sizes === undefined) return undefined;
  const { width, height } = sizes;
  const color = image.channels === 1 ? 'grey' : 'colour';
  const isUniform = width.min === width.max && height.min === height.max;
  if (isUniform) return `${width.min}×${height.min} pixels, ${color}`;
  return `${width.median}×${height.median} pixels as a rule (width ${width.min} to ${width.max}, height ${height.min} to ${height.max}), ${color}`;
}

function missingOf({ missing, columns = [], examples }: DatasetRecord): string | undefined {
  if (missing === undefined) return undefined;
  if (missing === 0) return 'no value';
  const cells = columns.length * examples;
  return `${count(missing, 'value')} of ${cells} (${percent(missing / cells)})`;
}

function copiesOf({ duplicates, examples }: DatasetRecord): string | undefined {
  if (duplicates === undefined) return undefined;
  const { groups, copies, conflicting } = duplicates;
  if (copies === 0) return 'none';
  const conflict = conflicting === 0 ? 'all of one class each' : `${conflicting} of another class`;
  return `${copies} (${percent(copies / examples)}) of ${count(groups, 'example')}, ${conflict}`;
}

function leakageOf({ leakage }: DatasetRecord): string | undefined {
  if (leakage === undefined) return undefined;
  if (leakage.count === 0) return 'no example is also in the training data';
  return `${count(leakage.count, 'example')} (${percent(leakage.share)}) also in the training data`;
}

function leftOut({
  reason,
  count: number,
  names,
}: NonNullable<DatasetRecord['skipped']>[number]): string {
  const listed =
    names === undefined ? '' : ` (${names.slice(0, 3).join(', ')}${number > 3 ? ', …' : ''})`;
  return `${number} ${reason}${listed}`;
}

function classes({ described }: PageInput, { colors, screen }: Terminal): string {
  const { classes: counted = [], balance } = described.details;
  if (counted.length === 0) return '';
  const ratio = balance === undefined ? '' : balanceOf(balance.ratio);
  return `${colors.bold(`${count(counted.length, 'class', 'classes')}`)}${colors.dim(ratio)}\n${classBars(counted, screen.columns, colors.green)}`;
}

function balanceOf(ratio: number): string {
  return ratio === 1 ? ', all of one size' : `, the largest ${ratio.toFixed(1)} times the smallest`;
}

function columns({ described, ranges }: PageInput, terminal: Terminal): string {
  const { details } = described;
  return details.columns === undefined ? '' : columnTable(details, ranges, terminal);
}

function kinds({ described }: PageInput): string {
  const { kinds: found = [] } = described.details;
  return found
    .map(
      ({ kind, count: number, bytes }) =>
        `  ${count(number, `${kind} file`)}, ${formatBytes(bytes)}`,
    )
    .join('\n');
}

function warnings({ described }: PageInput, { colors, screen }: Terminal): string {
  const { reading } = described;
  const messages = described.warnings.map(({ message }) => message);
  const reasons = reading.kind === 'unread' ? reading.reasons : [];
  return [...messages, ...reasons]
    .flatMap((message) => {
      const [first = '', ...more] = wrap(plainText(message), Math.max(20, screen.columns - 4));
      return [colors.yellow(`! ${first}`), ...more.map((line) => colors.yellow(`  ${line}`))];
    })
    .join('\n');
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
