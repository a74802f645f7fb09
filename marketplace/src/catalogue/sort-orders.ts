import type { IndexedModule } from './indexed-module.ts';
import { headlineMetric } from './metric.ts';

/** A way to sort what is found. */
export interface SortOrder {
  /** In addresses and file names. */
  readonly name: string;
  readonly title: string;
  /** The more, the earlier; modules that say nothing come last. */
  readonly rankOf: (module: IndexedModule) => number | undefined;
}

/** Besides by name, which is the order of the table, and by how well words fit. */
export const sortOrders: readonly SortOrder[] = [
  {
    name: 'newest',
    title: 'Newest',
    rankOf: ({ entry }) => (entry.updated === undefined ? undefined : Date.parse(entry.updated)),
  },
  { name: 'quality', title: 'Best figure', rankOf: qualityOf },
  {
    name: 'latency',
    title: 'Fastest',
    rankOf: ({ entry }) => (entry.latencyP50Ms === undefined ? undefined : -entry.latencyP50Ms),
  },
  {
    name: 'deployed',
    title: 'Most deployed',
    rankOf: ({ records }) => records.deployments.length || undefined,
  },
];

/** Places in the list, from the first to the last. */
export function sortPlaces(
  modules: readonly IndexedModule[],
  { rankOf }: SortOrder,
): readonly number[] {
  const ranks = modules.map((module) => rankOf(module) ?? -Infinity);
  return modules.map((_, place) => place).sort((a, b) => ranks[b]! - ranks[a]! || a - b);
}

/** Figures of different tasks are compared only where 1 is perfect and more is better. */
function qualityOf({ figures }: IndexedModule): number | undefined {
  const headline = headlineMetric(figures.metrics);
  const isComparable = headline?.facts.better === 'higher' && headline.value <= 1;
  return isComparable ? headline.value : undefined;
}
