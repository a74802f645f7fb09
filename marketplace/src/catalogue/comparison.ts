import type { Interval, Metrics } from '@orangery/schemas';
import type { Evidence } from './evidence.ts';
import type { Figures } from './indexed-module.ts';
import { listMetrics, type NamedMetric } from './metric.ts';

/** One figure beside another of the same name. */
export type Outcome =
  | { readonly kind: 'better'; readonly by: number }
  | { readonly kind: 'worse'; readonly by: number }
  | { readonly kind: 'equal' };

export interface Compared {
  readonly value: number;
  readonly outcome: Outcome;
}

export interface MetricRow extends NamedMetric {
  readonly interval: Interval | undefined;
  readonly baseline: Compared | undefined;
  readonly parent: Compared | undefined;
}

export interface Comparison {
  readonly rows: readonly MetricRow[];
  readonly baselineName: string | undefined;
  readonly hasParent: boolean;
  /** Whether the parent's figures were measured on the same examples; otherwise they only hint. */
  readonly isParentComparable: boolean;
}

/** What of the evidence is compared. */
type OwnFigures = Pick<Evidence, 'metrics' | 'intervals' | 'baseline' | 'dataset' | 'receipt'>;

/** Sets a module's figures beside those of a trivial model and of its parent. */
export function compareMetrics(own: OwnFigures, parent: Figures | undefined): Comparison {
  const rows = listMetrics(own.metrics).map((metric) => ({
    ...metric,
    interval: own.intervals[metric.name],
    baseline: compare(metric, own.baseline?.metrics),
    parent: compare(metric, parent?.metrics),
  }));
  const fingerprint = own.dataset?.fingerprint;
  return {
    rows,
    baselineName: own.baseline?.name,
    hasParent: rows.some((row) => row.parent !== undefined),
    isParentComparable:
      fingerprint !== undefined &&
      fingerprint === parent?.datasetFingerprint &&
      own.receipt?.split.fingerprint === parent?.splitFingerprint,
  };
}

function compare({ name, value, facts }: NamedMetric, others?: Metrics): Compared | undefined {
  const other = others?.[name];
  if (other === undefined) return undefined;
  const by = facts.better === 'higher' ? value - other : other - value;
  if (by === 0) return { value: other, outcome: { kind: 'equal' } };
  return { value: other, outcome: { kind: by > 0 ? 'better' : 'worse', by: Math.abs(by) } };
}
