import type { IndexedModule } from './indexed-module.ts';

/** Sorts by title whatever its case, then by id; the same in every language of the reader. */
export function compareTitles(a: IndexedModule, b: IndexedModule): number {
  const [one, other] = [a.entry.title.toLowerCase(), b.entry.title.toLowerCase()];
  if (one !== other) return one < other ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
