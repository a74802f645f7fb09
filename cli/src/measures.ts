import type { Baseline, Comparison, Intervals, Metrics } from '@orangery/schemas';
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
      figure(value),
      interval === undefined ? '' : `${figure(interval.lower)} – ${figure(interval.upper)}`,
      figure(baseline.metrics[name]),
    ];
  });
  return terminal.table(['metric', 'value', '95 % interval', baseline.name], rows);
}

/** Metrics of several models, a line a model; as many columns as are read at a glance. */
export function modelsTable(
  terminal: Terminal,
  title: string,
  models: readonly Pick<Comparison, 'name' | 'metrics'>[],
): string {
  const names = [...new Set(models.flatMap(({ metrics }) => Object.keys(metrics)))];
  const shown = names.slice(0, mostColumns);
  const rows = models.map(({ name, metrics }) => [
    name,
    ...shown.map((metric) => figure(metrics[metric])),
  ]);
  return terminal.table([title, ...shown], rows);
}

const mostColumns = 4;

/** Three decimals; of what is large its power of ten. */
export function figure(value: number | undefined): string {
  if (value === undefined) return '';
  if (Math.abs(value) >= 1e6) return value.toExponential(2);
  return (Math.abs(value) < 0.0005 ? 0 : value).toFixed(3);
}
