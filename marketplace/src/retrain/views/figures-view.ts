import type { Receipt } from '@orangery/schemas';
import { compareMetrics, type Compared } from '../../catalogue/comparison.ts';
import type { Figures } from '../../catalogue/indexed-module.ts';
import { formatDifference, formatMetric, type MetricFacts } from '../../catalogue/metric.ts';
import { make } from '../dom.ts';

/** Figures on held-out data beside the trivial model's and the parent's. */
export function figuresView(receipt: Receipt, parent: Figures): HTMLElement {
  const { metrics, intervals, baseline, dataset, split } = receipt;
  const own = { metrics, intervals, baseline, dataset, receipt };
  const { rows, hasParent, isParentComparable } = compareMetrics(own, parent);
  const heads = ['This result', '95 % interval', `Trivial model: ${baseline.name}`];
  const numbers = [...heads, ...(hasParent ? ['Parent'] : [])];
  const body = rows.map(({ facts, value, interval, baseline: trivial, parent: other }) =>
    make(
      'tr',
      {},
      make('th', { scope: 'row' }, facts.title),
      make('td', { class: 'number own' }, formatMetric(value, facts)),
      make('td', { class: 'number' }, interval === undefined ? '–' : range(interval, facts)),
      comparedCell(trivial, facts),
      hasParent && comparedCell(other, facts),
    ),
  );
  const head = [
    make('th', { scope: 'col' }, 'Figure'),
    ...numbers.map((name) => make('th', { scope: 'col', class: 'number' }, name)),
  ];
  const note = `Measured on ${split.test} examples that were used neither to train nor to choose.`;
  const hint = ' The parent was measured on other data: its figures are no contest, only a hint.';
  return make(
    'div',
    {},
    make(
      'div',
      { class: 'scrolls', tabindex: 0, role: 'region', 'aria-label': 'Figures of the result' },
      make('table', {}, make('thead', {}, make('tr', {}, ...head)), make('tbody', {}, ...body)),
    ),
    make('p', { class: 'small soft' }, note + (hasParent && !isParentComparable ? hint : '')),
  );
}

function range(
  { lower, upper }: { readonly lower: number; readonly upper: number },
  facts: MetricFacts,
): string {
  return `${formatMetric(lower, facts)} – ${formatMetric(upper, facts)}`;
}

function comparedCell(other: Compared | undefined, facts: MetricFacts): HTMLElement {
  if (other === undefined) return make('td', { class: 'number' }, '–');
  const { value, outcome } = other;
  const difference =
    outcome.kind === 'equal'
      ? 'equal'
      : `${outcome.kind === 'better' ? '▲' : '▼'} ${formatDifference(outcome.by, facts)}`;
  return make(
    'td',
    { class: 'number' },
    formatMetric(value, facts),
    make(
      'span',
      { class: `difference ${outcome.kind}` },
      make('span', { class: 'visually-hidden' }, `This result is ${outcome.kind}: `),
      difference,
    ),
  );
}
