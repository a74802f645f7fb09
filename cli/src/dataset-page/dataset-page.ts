import { recipes, type ColumnRange } from '@orangery/runner';
import {
  audioFact,
  seriesFact,
  targetRangeFact,
  wordsFact,
  type DatasetRecord,
  type PinnedLink,
  formatBytes,
} from '@orangery/schemas';
import { counted } from '../counted.ts';
import type { Terminal } from '../terminal.ts';
import { classBars } from './class-bars.ts';
import { columnTable } from './column-table.ts';
import { plainText, wrap } from './plain-text.ts';
import { percent } from '../percent.ts';

export interface PageInput {
  /** The whole of what was found, or what of it may leave the machine. */
  readonly facts: DatasetRecord;
  /** As they may be printed. */
  readonly sources: readonly PinnedLink[];
  /** Ranges of numeric columns: values of the data. */
  readonly ranges: readonly ColumnRange[];
  /** What to beware of, and why no recipe reads the data. */
  readonly warnings: readonly string[];
}

/** Everything about a dataset but its examples. */
export function datasetPage(input: PageInput, terminal: Terminal): string {
  return sections
    .map((section) => section(input, terminal))
    .filter((text) => text !== '')
    .join('\n\n');
}

type Section = (input: PageInput, terminal: Terminal) => string;

const sections: readonly Section[] = [headline, factList, classes, columns, kinds, warnings];

function headline({ facts, sources }: PageInput, { colors }: Terminal): string {
  const lines = sources.flatMap(({ link, sha256 = '', bytes = 0 }) => [
    `${colors.bold(plainText(link))}  ${formatBytes(bytes)}`,
    `  ${colors.dim(`sha256 ${sha256}`)}`,
  ]);
  const { recipe, format } = facts;
  const readBy =
    recipe === undefined ? 'Read by no recipe' : `${recipes[recipe].title} · ${format}`;
  return [...lines, `  ${readBy}`].join('\n');
}

function factList({ facts }: PageInput, { screen, colors }: Terminal): string {
  const listed: readonly (readonly [name: string, value: string | undefined])[] = [
    [facts.recipe === undefined ? 'Files' : 'Examples', examplesOf(facts)],
    ['Predicts', targetOf(facts)],
    ['Values', targetRangeFact(facts)],
    ['Pictures', picturesOf(facts)],
    ['Series', seriesFact(facts)],
    ['Words', wordsFact(facts)],
    ['Audio', audioFact(facts)],
    ['Missing', missingOf(facts)],
    ['Copies', copiesOf(facts)],
    ['Leakage', leakageOf(facts)],
    ['Left out', facts.skipped?.map(leftOut).join('; ')],
    ['Licence', facts.license ?? 'not stated'],
    ['To cite', facts.citation ?? 'not stated'],
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

function examplesOf({ recipe, examples, files = 0, bytes = 0 }: DatasetRecord): string {
  if (recipe === undefined) return `${files}, ${formatBytes(bytes)} in all`;
  if (examples === files) return `${examples}, ${formatBytes(bytes)} in all`;
  return `${examples} in ${counted(files, 'file')} of ${formatBytes(bytes)}`;
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
  return `${counted(missing, 'value')} of ${cells} (${percent(missing / cells)})`;
}

function copiesOf({ duplicates, examples }: DatasetRecord): string | undefined {
  if (duplicates === undefined) return undefined;
  const { groups, copies, conflicting } = duplicates;
  if (copies === 0) return 'none';
  const conflict = conflicting === 0 ? 'all of one class each' : `${conflicting} of another class`;
  return `${copies} (${percent(copies / examples)}) of ${counted(groups, 'example')}, ${conflict}`;
}

function leakageOf({ leakage }: DatasetRecord): string | undefined {
  if (leakage === undefined) return undefined;
  if (leakage.count === 0) return 'no example is also in the training data';
  return `${counted(leakage.count, 'example')} (${percent(leakage.share)}) also in the training data`;
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

function classes({ facts }: PageInput, { colors, screen }: Terminal): string {
  const { classes: found = [], balance } = facts;
  if (found.length === 0) return '';
  const ratio = balance === undefined ? '' : balanceOf(balance.ratio);
  return `${colors.bold(`${counted(found.length, 'class', 'classes')}`)}${colors.dim(ratio)}\n${classBars(found, screen.columns, colors.green)}`;
}

function balanceOf(ratio: number): string {
  return ratio === 1 ? ', all of one size' : `, the largest ${ratio.toFixed(1)} times the smallest`;
}

function columns({ facts, ranges }: PageInput, terminal: Terminal): string {
  return facts.columns === undefined ? '' : columnTable(facts, ranges, terminal);
}

function kinds({ facts }: PageInput): string {
  const { kinds: found = [] } = facts;
  return found
    .map(
      ({ kind, count: number, bytes }) =>
        `  ${counted(number, `${kind} file`)}, ${formatBytes(bytes)}`,
    )
    .join('\n');
}

function warnings({ warnings: messages }: PageInput, { colors, screen }: Terminal): string {
  return messages
    .flatMap((message) => {
      const [first = '', ...more] = wrap(plainText(message), Math.max(20, screen.columns - 4));
      return [`! ${first}`, ...more.map((line) => `  ${line}`)].map(colors.yellow);
    })
    .join('\n');
}
