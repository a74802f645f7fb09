import type { Interval } from '@orangery/schemas';
import { formatMetric, type MetricFacts } from './metric.ts';
import { linearScale, type Scale } from './plot-scale.ts';

/** A figure with what is known of how far it may be off. */
export interface Measured {
  readonly value: number;
  readonly interval: Interval | undefined;
}

/** A dot with a whisker on a line that several of them share. */
export interface Whisker {
  readonly x: number;
  /** Ends of the interval; both are `x` where none is known. */
  readonly from: number;
  readonly to: number;
}

/** Room at both ends for half a dot. */
const padding = 8;

/** A scale that all figures and their intervals fit on; a share never leaves 0 to 1. */
export function whiskerScale(
  all: readonly Measured[],
  { unit }: Pick<MetricFacts, 'unit'>,
  width: number,
): Scale {
  const ends = all.flatMap(({ value, interval }) => [
    value,
    ...(interval === undefined ? [] : [interval.lower, interval.upper]),
  ]);
  const within = (end: number): number => (unit === 'share' ? Math.min(1, Math.max(0, end)) : end);
  const [low, high] = [within(Math.min(...ends)), within(Math.max(...ends))];
  return linearScale([low, high], [padding, width - padding], 4);
}

export function placeWhisker({ value, interval }: Measured, { place }: Scale): Whisker {
  const x = place(value);
  if (interval === undefined) return { x, from: x, to: x };
  return { x, from: place(interval.lower), to: place(interval.upper) };
}

/** `93.4 % (91.9 % – 97.5 %)` */
export function describeMeasured({ value, interval }: Measured, facts: MetricFacts): string {
  const text = formatMetric(value, facts);
  if (interval === undefined) return text;
  return `${text} (${formatMetric(interval.lower, facts)} – ${formatMetric(interval.upper, facts)})`;
}

/** A round value on an axis: `80 %`, `0.25`. */
export function formatTick(tick: number, { unit }: Pick<MetricFacts, 'unit'>): string {
  return unit === 'share' ? `${Number((tick * 100).toPrecision(4))} %` : String(tick);
}
