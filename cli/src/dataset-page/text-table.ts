import type { Colors } from '../terminal.ts';
import { padTo, widthOf } from './plain-text.ts';

export interface TextColumn {
  readonly title: string;
  readonly isNumber: boolean;
  /** Cells a value may take; the rest is cut. */
  readonly mostWidth: number;
}

const indent = '  ';
const gap = '  ';

/**
 * An aligned table no wider than the terminal: columns at the right that do not fit are left out.
 * @param rows plain text, by column
 * @returns the lines, and how many columns are left out
 */
export function textTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  { width, colors }: { readonly width: number; readonly colors: Colors },
): { readonly text: string; readonly hidden: number } {
  const widths = columns.map(({ title, mostWidth }, place) => {
    const longest = Math.max(widthOf(title), ...rows.map((row) => widthOf(row[place] ?? '')));
    return Math.min(mostWidth, longest);
  });
  const shown = countFitting(widths, width);
  const line = (cells: readonly string[]): string =>
    cells
      .slice(0, shown)
      .map((cell, place) => aligned(cell, widths[place]!, columns[place]!.isNumber))
      .join(gap)
      .trimEnd();
  const head = `${indent}${colors.bold(line(columns.map(({ title }) => title)))}`;
  const text = [head, ...rows.map((row) => `${indent}${line(row)}`)].join('\n');
  return { text, hidden: columns.length - shown };
}

/** The first column is always shown. */
function countFitting(widths: readonly number[], width: number): number {
  let used = indent.length + (widths[0] ?? 0);
  let count = 1;
  while (count < widths.length && used + gap.length + widths[count]! <= width) {
    used += gap.length + widths[count]!;
    count += 1;
  }
  return count;
}

function aligned(cell: string, width: number, isNumber: boolean): string {
  const padded = padTo(cell, width);
  if (!isNumber) return padded;
  const text = padded.trimEnd();
  return ' '.repeat(width - widthOf(text)) + text;
}
