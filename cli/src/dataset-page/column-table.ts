import type { ColumnRange } from '@orangery/runner';
import type { DatasetRecord } from '@orangery/schemas';
import type { Terminal } from '../terminal.ts';
import { plainText } from './plain-text.ts';
import { textTable } from './text-table.ts';
import { percent } from '../percent.ts';

const mostShown = 40;
const longestName = 32;

/** What each column of a table holds: type, missing values, different values, range, mean. */
export function columnTable(
  { columns = [], examples }: DatasetRecord,
  ranges: readonly ColumnRange[],
  { screen, colors }: Terminal,
): string {
  const rangeOf = new Map(ranges.map((range) => [range.name, range]));
  const rows = columns.slice(0, mostShown).map(({ name, type, missing, distinct }) => {
    const range = rangeOf.get(name);
    const share = missing === 0 ? '–' : percent(missing / examples);
    const measured =
      range === undefined
        ? []
        : [shownValue(range.min), shownValue(range.max), shownMean(range.mean)];
    return [plainText(name), type, share, String(distinct ?? ''), ...measured];
  });
  const number = (title: string) => ({ title, isNumber: true, mostWidth: 14 });
  const { text } = textTable(
    [
      { title: 'column', isNumber: false, mostWidth: longestName },
      { title: 'type', isNumber: false, mostWidth: 12 },
      number('missing'),
      number('distinct'),
      // of private data nothing is measured where others may read it
      ...(ranges.length === 0 ? [] : ['min', 'max', 'mean'].map(number)),
    ],
    rows,
    { width: screen.columns, colors },
  );
  const rest = columns.length - mostShown;
  return rest > 0 ? `${text}\n  … and ${rest} more` : text;
}

/** Four digits of a fraction; two after the point of a larger number. */
function shownMean(value: number): string {
  return shownNumber(value, Math.max(4, digitsBeforePoint(value) + 2));
}

/** A value of the data as it stands there. */
function shownValue(value: number): string {
  return shownNumber(value, 8);
}

function shownNumber(value: number, digits: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e7 || size < 1e-4)) return value.toExponential(2);
  return String(Number(value.toPrecision(digits)));
}

function digitsBeforePoint(value: number): number {
  return Math.trunc(Math.abs(value)).toString().length;
}
