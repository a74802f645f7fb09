import type { Metrics } from '@orangery/schemas';
import type { Evidence } from './evidence.ts';
import { formatCount } from './format.ts';
import { formatMetric, listMetrics, type NamedMetric } from './metric.ts';

/** Figures row by row, one column a figure. */
export interface FigureTable {
  readonly title: string;
  /** What a row stands for. */
  readonly rowName: string;
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly name: string;
    readonly cells: readonly string[];
    /** This module's own row. */
    readonly isOwn: boolean;
  }[];
}

/** What stands behind the headline figures: other models, classes, steps ahead. */
export function figureTables(evidence: Evidence): readonly FigureTable[] {
  return [besideOthers(evidence), byClass(evidence), byHorizon(evidence)].filter(
    (table) => table !== null,
  );
}

/** The module beside further models measured on the same data; none without comparisons. */
function besideOthers({ metrics, baseline, comparisons }: Evidence): FigureTable | null {
  if (comparisons.length === 0) return null;
  const shown = listMetrics(metrics).filter(({ name }) =>
    comparisons.some((other) => other.metrics[name] !== undefined),
  );
  const rows = [
    { name: 'This module', metrics, isOwn: true },
    ...(baseline === undefined ? [] : [{ ...baseline, isOwn: false }]),
    ...comparisons
      .filter(({ name }) => name !== baseline?.name)
      .map((other) => ({ ...other, isOwn: false })),
  ];
  return tableOf('Beside other models', 'Model', shown, rows);
}

function byClass({ details }: Evidence): FigureTable | null {
  const rows = details?.perClass ?? [];
  if (rows.length === 0) return null;
  const shown = listMetrics(Object.assign({}, ...rows.map((row) => row.metrics)) as Metrics);
  const table = tableOf(
    'Class by class',
    'Class',
    shown,
    rows.map((row) => ({ ...row, isOwn: false })),
  );
  return {
    ...table,
    columns: [...table.columns, 'In the held-out data'],
    rows: table.rows.map((row, index) => ({
      ...row,
      cells: [...row.cells, formatCount(rows[index]!.count)],
    })),
  };
}

function byHorizon({ details }: Evidence): FigureTable | null {
  const rows = details?.perHorizon ?? [];
  if (rows.length === 0) return null;
  const shown = listMetrics(rows[0]!.metrics);
  return tableOf(
    'By steps ahead',
    'Steps',
    shown,
    rows.map(({ horizon, metrics }) => ({ name: String(horizon), metrics, isOwn: false })),
  );
}

interface Row {
  readonly name: string;
  readonly metrics: Metrics;
  readonly isOwn: boolean;
}

function tableOf(
  title: string,
  rowName: string,
  shown: readonly NamedMetric[],
  rows: readonly Row[],
): FigureTable {
  return {
    title,
    rowName,
    columns: shown.map(({ facts }) => facts.title),
    rows: rows.map(({ name, metrics, isOwn }) => ({
      name,
      isOwn,
      cells: shown.map(({ name: metric, facts }) => {
        const value = metrics[metric];
        return value === undefined ? '–' : formatMetric(value, facts);
      }),
    })),
  };
}
