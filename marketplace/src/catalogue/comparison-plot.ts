import type { Comparison, MetricRow } from './comparison.ts';
import { describeMeasured, formatTick, placeWhisker, whiskerScale } from './whiskers.ts';
import type { Measured, Whisker } from './whiskers.ts';

/** One figure of a module on a line with that of a trivial model and of its parent. */
export interface ComparisonLine {
  readonly title: string;
  readonly own: Whisker;
  readonly baseline: number | undefined;
  readonly parent: number | undefined;
  readonly ticks: readonly { readonly x: number; readonly text: string }[];
  /** The same in words. */
  readonly text: string;
}

export const comparisonSize = { width: 300, height: 48, line: 18 } as const;

/** More would not be looked at; all of them are in the table. */
const mostLines = 4;

/** The first figures that have something to stand beside, or an interval of their own. */
export function comparisonLines({ rows }: Comparison): readonly ComparisonLine[] {
  return rows
    .filter(({ interval, baseline, parent }) => interval ?? baseline ?? parent)
    .slice(0, mostLines)
    .map(comparisonLine);
}

function comparisonLine({ facts, value, interval, baseline, parent }: MetricRow): ComparisonLine {
  const own: Measured = { value, interval };
  const others = [baseline, parent].filter((other) => other !== undefined);
  const all = [own, ...others.map((other) => ({ value: other.value, interval: undefined }))];
  const scale = whiskerScale(all, facts, comparisonSize.width);
  const words = [
    `this module ${describeMeasured(own, facts)}`,
    baseline && `a trivial model ${describeMeasured({ ...baseline, interval: undefined }, facts)}`,
    parent && `its parent ${describeMeasured({ ...parent, interval: undefined }, facts)}`,
  ];
  return {
    title: facts.title,
    own: placeWhisker(own, scale),
    baseline: baseline && scale.place(baseline.value),
    parent: parent && scale.place(parent.value),
    ticks: scale.ticks.map((tick) => ({ x: scale.place(tick), text: formatTick(tick, facts) })),
    text: `${facts.title}: ${words.filter((part) => part !== undefined).join(', ')}`,
  };
}
