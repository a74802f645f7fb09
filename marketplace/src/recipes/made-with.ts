import type { RecipeName } from '@orangery/schemas';
import type { IndexedModule } from '../catalogue/indexed-module.ts';

/** Modules of a recipe that may still be used. */
export function modulesMadeWith(
  name: RecipeName,
  modules: readonly IndexedModule[],
): readonly IndexedModule[] {
  return modules.filter(({ entry }) => entry.recipe === name && entry.status !== 'retired');
}

/** The one that others are retrained from: it has no weights and no parent. */
export function findGeneric(made: readonly IndexedModule[]): IndexedModule | undefined {
  return made.find(({ entry }) => !entry.trained && entry.parent === undefined);
}
