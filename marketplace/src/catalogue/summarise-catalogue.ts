import { prepareChoice, type Choice } from './choose-modules.ts';
import { compareTitles } from './compare-titles.ts';
import type { IndexedModule } from './indexed-module.ts';
import { makeColumns } from './search-table.ts';

/** What the home page says of all modules. */
export interface CatalogueSummary {
  /** What is listed before anything is asked: what is not retired, by title. */
  readonly shown: readonly IndexedModule[];
  /** How many modules have each value of each facet. */
  readonly choice: Choice;
  /** Figures with their words. */
  readonly counts: readonly (readonly [count: number, what: string])[];
  /** The modules whose plants stand in the windows. */
  readonly inFront: readonly IndexedModule[];
}

const windows = 3;

export function summariseCatalogue(modules: readonly IndexedModule[]): CatalogueSummary {
  const byTitle = modules.toSorted(compareTitles);
  const choice = prepareChoice({ columns: makeColumns(byTitle) })({});
  const shown = choice.found.map((place) => byTitle[place]!);
  const trained = shown.filter(({ entry }) => entry.trained);
  const others = shown.filter(({ entry }) => !entry.trained);
  const tasks = new Set(shown.flatMap(({ entry }) => entry.tasks));
  return {
    shown,
    choice,
    counts: [
      [shown.length, 'modules'],
      [trained.length, 'ready to use'],
      [shown.filter(({ entry }) => entry.fineTunable).length, 'retrainable on your data'],
      [tasks.size, 'tasks'],
    ],
    inFront: [...trained, ...others].slice(0, windows),
  };
}
