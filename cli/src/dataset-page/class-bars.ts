import type { ClassCount } from '@orangery/schemas';
import { cutTo, padTo, plainText, widthOf } from './plain-text.ts';
import { percent } from '../percent.ts';

const longestName = 28;
const longestBar = 48;
const mostShown = 24;
const shownAtEnd = 4;

/**
 * A bar for each class, its length by eighths of a cell. Of very many classes the largest and the
 * smallest are shown.
 */
export function classBars(
  classes: readonly ClassCount[],
  width: number,
  paint: (bar: string) => string,
): string {
  const most = Math.max(...classes.map(({ count }) => count));
  const total = classes.reduce((sum, { count }) => sum + count, 0);
  const names = classes.map(({ name }) => cutTo(plainText(name), longestName));
  const nameWidth = Math.max(...names.map(widthOf));
  const countWidth = String(most).length;
  const barWidth = Math.max(4, Math.min(longestBar, width - nameWidth - countWidth - 14));
  const line = ({ name, count }: ClassCount): string => {
    const bar = barOf(count / most, barWidth);
    const share = percent(count / total).padStart(7);
    const shown = padTo(cutTo(plainText(name), longestName), nameWidth);
    return `  ${shown}  ${paint(bar)}${' '.repeat(barWidth - bar.length)} ${String(count).padStart(countWidth)} ${share}`;
  };
  if (classes.length <= mostShown) return classes.map(line).join('\n');
  const ranked = classes.toSorted((a, b) => b.count - a.count);
  const first = ranked.slice(0, mostShown - shownAtEnd);
  const hidden = ranked.length - mostShown;
  return [...first.map(line), `  … ${hidden} more …`, ...ranked.slice(-shownAtEnd).map(line)].join(
    '\n',
  );
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

function barOf(share: number, width: number): string {
  const units = Math.max(1, Math.round(share * width * 8));
  return '█'.repeat(Math.floor(units / 8)) + eighths[units % 8]!;
}
