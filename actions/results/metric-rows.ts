import type { Receipt } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import type { MetricRow } from '../jobs/job-view.ts';

/** The result's metrics beside the parent's, where it says them of itself, and the baseline's. */
export function metricRows({ metrics, intervals, baseline }: Receipt, parent: Module): MetricRow[] {
  const before = parent.frontMatter.metrics ?? {};
  return Object.entries(metrics).map(([name, value]) => {
    const interval = intervals[name];
    const [own, trivial] = [before[name], baseline.metrics[name]];
    return {
      ...{ name, value },
      ...(interval !== undefined && { interval: [interval.lower, interval.upper] as const }),
      ...(own !== undefined && { parent: own }),
      ...(trivial !== undefined && { baseline: trivial }),
    };
  });
}
