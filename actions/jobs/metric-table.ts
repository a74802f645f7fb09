import { escapeMarkdown } from '../comments/escape-markdown.ts';
import type { MetricRow } from './job-view.ts';

/** Metrics of a result beside those of the parent and of the trivial baseline. */
export function metricTable(rows: readonly MetricRow[]): string {
  const lines = rows.map(({ name, value, interval, parent, baseline }) => {
    const range = interval === undefined ? '' : `${figure(interval[0])} to ${figure(interval[1])}`;
    const cells = [
      escapeMarkdown(name),
      figure(value),
      range,
      parent === undefined ? '' : figure(parent),
      parent === undefined ? '' : difference(value - parent),
      baseline === undefined ? '' : figure(baseline),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| metric | result | 95 % interval | parent | difference | baseline |',
    '|---|--:|--:|--:|--:|--:|',
    ...lines,
  ].join('\n');
}

function figure(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function difference(value: number): string {
  const rounded = Number(value.toPrecision(2));
  return rounded > 0 ? `+${rounded}` : String(rounded);
}
