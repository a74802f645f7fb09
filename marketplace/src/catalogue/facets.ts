import type { CatalogueEntry } from '@orangery/schemas';
import { formatRuntime, formatTask } from './format.ts';
import type { IndexedModule } from './indexed-module.ts';

/** A property that modules are chosen by. */
export interface Facet {
  /** In addresses. */
  readonly name: string;
  readonly title: string;
  /** How a value is read; as it is when absent. */
  readonly format?: (value: string) => string;
  /** What a module has of it; none when it says nothing. */
  readonly valuesOf: (module: IndexedModule) => readonly string[];
}

const yesWhen = (isTrue: boolean): readonly string[] => (isTrue ? ['yes'] : []);
const ofEntry =
  (values: (entry: CatalogueEntry) => readonly string[] | undefined): Facet['valuesOf'] =>
  ({ entry }) =>
    values(entry) ?? [];

/** In the order they are shown. */
export const facets: readonly Facet[] = [
  { name: 'task', title: 'Task', format: formatTask, valuesOf: ofEntry(({ tasks }) => tasks) },
  { name: 'data', title: 'Data type', valuesOf: ofEntry(({ dataTypes }) => dataTypes) },
  {
    name: 'runtime',
    title: 'Runs as',
    format: (value) => formatRuntime(value as CatalogueEntry['runtime']),
    valuesOf: ofEntry(({ runtime }) => [runtime]),
  },
  { name: 'kind', title: 'Kind', valuesOf: ofEntry(({ kind }) => [kind]) },
  { name: 'recipe', title: 'Recipe', valuesOf: ofEntry(({ recipe }) => recipe && [recipe]) },
  { name: 'library', title: 'Library', valuesOf: ofEntry(({ libraries }) => libraries) },
  { name: 'licence', title: 'Licence', valuesOf: ofEntry(({ license }) => [license]) },
  { name: 'category', title: 'Field', valuesOf: ofEntry(({ categories }) => categories) },
  {
    name: 'trained',
    title: 'Ready to use',
    valuesOf: ofEntry(({ trained }) => yesWhen(trained)),
  },
  {
    name: 'tunable',
    title: 'Retrainable',
    valuesOf: ofEntry(({ fineTunable }) => yesWhen(fineTunable)),
  },
  {
    name: 'deployed',
    title: 'Deployed',
    valuesOf: ({ records }) => yesWhen(records.deployments.length > 0),
  },
  {
    name: 'green',
    title: 'Golden test green',
    valuesOf: ({ records }) => yesWhen(records.freshness?.isGreen === true),
  },
  // without a word on it, retired modules are left out
  { name: 'status', title: 'Status', valuesOf: ofEntry(({ status }) => [status]) },
];
