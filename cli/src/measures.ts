import type { Baseline, Intervals, Metrics } from '@orangery/schemas';
import type { Terminal } from './terminal.ts';

/** Metrics beside their 95 % interval and the baseline, as an aligned table. */
export function measuresTable(
  terminal: Terminal,
  { metrics, intervals, baseline }: { metrics: Metrics; intervals: Intervals; baseline: Baseline },
): string {
  const rows = Object.entries(metrics).map(([name, value]) => {
    const interval = intervals[name];
    return [
      name,
      value.toFixed(3),
      interval === undefined ? '' : `${interval.lower.toFixed(3)} – ${interval.upper.toFixed(3)}`,
      baseline.metrics[name]?.toFixed(3) ?? '',
    ];
  });
  return terminal.table(['metric', 'value', '95 % interval', baseline.name], rows);
}
