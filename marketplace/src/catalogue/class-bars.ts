import type { ClassCount } from '@orangery/schemas';
import { linearScale } from './plot-scale.ts';

export interface ClassBar {
  readonly name: string;
  readonly count: number;
  /** Of all examples. */
  readonly share: number;
  /** Of the longest bar, 0…100. */
  readonly width: number;
}

export interface ClassBars {
  readonly bars: readonly ClassBar[];
  /** Classes that are not drawn because they are too many. */
  readonly hidden: number;
}

const mostBars = 24;

/** A bar a class, in the data's order; of many classes the largest. */
export function classBars(classes: readonly ClassCount[]): ClassBars {
  const total = classes.reduce((sum, { count }) => sum + count, 0);
  const scale = linearScale([0, Math.max(1, ...classes.map(({ count }) => count))], [0, 100]);
  const shown =
    classes.length <= mostBars
      ? classes
      : [...classes].sort((a, b) => b.count - a.count).slice(0, mostBars);
  return {
    bars: shown.map(({ name, count }) => ({
      name,
      count,
      share: count / Math.max(1, total),
      width: scale.place(count),
    })),
    hidden: classes.length - shown.length,
  };
}
