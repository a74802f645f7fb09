import { formatBytes, type CatalogueModule } from '@orangery/schemas';
import { formatCount, formatMs, formatRuntime, formatTask } from './format.ts';
import { formatMetric, listMetrics, type MetricFacts } from './metric.ts';

/** One property of the modules beside each other. */
export interface ComparedRow {
  readonly name: string;
  /** What each module has of it; empty where it says nothing. */
  readonly cells: readonly string[];
  /** Places of the best, where all can be compared and not all are the same. */
  readonly best: readonly number[];
}

export interface ComparedModules {
  readonly facts: readonly ComparedRow[];
  readonly figures: readonly ComparedRow[];
  /** What to know before believing the figures; none when they were measured on the same examples. */
  readonly warning: string | undefined;
}

export const mostCompared = 4;

/** Sets modules beside each other, in the order they are given. */
export function compareModules(modules: readonly CatalogueModule[]): ComparedModules {
  const isSame = measuredAlike(modules);
  return {
    facts: factRows.map(([name, read]) => ({ name, cells: modules.map(read), best: [] })),
    figures: [...metricRows(modules, isSame), ...speedRows(modules)].filter(({ cells }) =>
      cells.some((cell) => cell !== ''),
    ),
    warning:
      isSame || modules.length < 2
        ? undefined
        : 'Figures were measured on different examples: they only hint at which is better.',
  };
}

type Read = (module: CatalogueModule) => string;
const joined = (values: readonly string[] | undefined): string => (values ?? []).join(', ');
const yesNo = (is: boolean): string => (is ? 'yes' : 'no');

const factRows: readonly (readonly [string, Read])[] = [
  ['Task', ({ entry }) => entry.tasks.map(formatTask).join(', ')],
  ['Data', ({ entry }) => joined(entry.dataTypes)],
  ['Runs as', ({ entry }) => formatRuntime(entry.runtime)],
  ['Library', ({ entry }) => joined(entry.libraries)],
  ['Licence', ({ entry }) => entry.license],
  ['Version', ({ entry }) => entry.version],
  ['Updated', ({ entry }) => entry.updated ?? ''],
  ['Status', ({ entry }) => entry.status],
  ['Ready to use', ({ entry }) => yesNo(entry.trained)],
  ['Retrainable', ({ entry }) => yesNo(entry.fineTunable)],
  ['Grown from', ({ entry }) => entry.parent?.id ?? ''],
  ['Deployed', ({ records }) => String(records.deployments.length)],
  ['Described', ({ completeness }) => `${completeness.percent} %`],
  ['Measured on', ({ evidence }) => examplesOf(evidence)],
];

function examplesOf({ testExamples }: CatalogueModule['evidence']): string {
  return testExamples === undefined ? '' : `${formatCount(testExamples)} examples`;
}

function measuredAlike(modules: readonly CatalogueModule[]): boolean {
  const [first, ...others] = modules.map(({ evidence }) => [
    evidence.datasetFingerprint,
    evidence.splitFingerprint,
  ]);
  const isKnown = first?.every((fingerprint) => fingerprint !== undefined) === true;
  return isKnown && others.every((one) => one.every((value, place) => value === first[place]));
}

function metricRows(modules: readonly CatalogueModule[], isSame: boolean): ComparedRow[] {
  const named = modules.map(({ evidence }) => evidence.metrics);
  const all = listMetrics(Object.assign({}, ...named) as Record<string, number>);
  return all.map(({ name, facts }) => {
    const values = named.map((metrics) => metrics[name]);
    return {
      name: facts.title,
      cells: modules.map(({ evidence }) => metricCell(evidence, name, facts)),
      best: isSame ? findBest(values, facts.better) : [],
    };
  });
}

function metricCell(
  { metrics, intervals }: CatalogueModule['evidence'],
  name: string,
  facts: MetricFacts,
): string {
  const value = metrics[name];
  if (value === undefined) return '';
  const interval = intervals[name];
  const shown = formatMetric(value, facts);
  if (interval === undefined) return shown;
  return `${shown} (${formatMetric(interval.lower, facts)} – ${formatMetric(interval.upper, facts)})`;
}

function speedRows(modules: readonly CatalogueModule[]): ComparedRow[] {
  const speeds = modules.map(({ evidence }) => evidence.speed);
  return [
    {
      name: 'An answer takes',
      cells: speeds.map((speed) => (speed === undefined ? '' : formatMs(speed.p50Ms))),
      // machines differ
      best: [],
    },
    {
      name: 'Weights',
      cells: speeds.map((speed) => (speed === undefined ? '' : formatBytes(speed.artifactBytes))),
      best: findBest(
        speeds.map((speed) => speed?.artifactBytes),
        'lower',
      ),
    },
  ];
}

function findBest(
  values: readonly (number | undefined)[],
  better: MetricFacts['better'],
): readonly number[] {
  const known = values.filter((value) => value !== undefined);
  if (known.length < 2 || new Set(known).size === 1) return [];
  const best = better === 'higher' ? Math.max(...known) : Math.min(...known);
  return values.flatMap((value, place) => (value === best ? [place] : []));
}
