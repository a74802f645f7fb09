import { compareTitles } from './compare-titles.ts';
import { facets, type Facet } from './facets.ts';
import type { IndexedModule } from './indexed-module.ts';
import { listValues, type FacetValue } from './list-facets.ts';
import { siteLink } from './site-link.ts';

/** A list of modules that have a value of a facet, or of all modules. */
export interface BrowseList {
  /** Absent of the list of all. */
  readonly facet?: Facet;
  readonly value?: FacetValue;
  /** How many modules there are on all its pages. */
  readonly count: number;
  readonly pages: readonly BrowsePage[];
}

export interface BrowsePage {
  /** The part of its address after the list's; empty for the first page. */
  readonly name: string;
  /** By title. */
  readonly modules: readonly IndexedModule[];
}

/** Address of the lists: of all modules, of a facet's values, or of the modules with a value. */
export function browsePage(base: string, facet?: string, value?: string, page = ''): string {
  const parts = [facet, value === undefined ? undefined : valueName(value), page];
  const path = parts.filter((part) => part !== undefined && part !== '').join('/');
  return siteLink(base, path === '' ? 'browse/' : `browse/${path}/`);
}

/** A value as a folder's name: `onnx` as it is, `Computer vision` as words with a hash, so that no two are the same. */
export function valueName(value: string): string {
  if (/^[a-z0-9][a-z0-9-]*$/.test(value)) return value;
  const words = value
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${words}-${hashName(value).toString(16).slice(0, 4)}`;
}

/** All lists of a facet, one a value, those with most modules first; retired modules are only in their own. */
export function browseFacet(
  facet: Facet,
  modules: readonly IndexedModule[],
): readonly BrowseList[] {
  const sorted = modules.toSorted(compareTitles);
  const members = new Map<string, IndexedModule[]>();
  for (const module of sorted) {
    if (module.entry.status === 'retired' && facet.name !== 'status') continue;
    for (const value of new Set(facet.valuesOf(module))) {
      const known = members.get(value);
      if (known === undefined) members.set(value, [module]);
      else known.push(module);
    }
  }
  const counts = new Map([...members].map(([value, { length }]) => [value, length]));
  return listValues(facet, counts).map((value) => {
    const found = members.get(value.value)!;
    return { facet, value, count: found.length, pages: cutPages(found) };
  });
}

/** The list of all modules, retired ones too. */
export function browseAll(modules: readonly IndexedModule[]): BrowseList {
  const sorted = modules.toSorted(compareTitles);
  return { count: sorted.length, pages: cutPages(sorted) };
}

/** All facets that some module has a value of. */
export function facetsOf(modules: readonly IndexedModule[]): readonly Facet[] {
  return facets.filter((facet) => modules.some((module) => facet.valuesOf(module).length > 0));
}

const mostRows = 200;
const fewestRows = 50;

/**
 * Cuts a list where names tell to, not where counts do: a module that comes or goes changes its own page and
 * no other, so that a large catalogue is built anew in seconds.
 */
export function cutPages(modules: readonly IndexedModule[]): readonly BrowsePage[] {
  if (modules.length <= mostRows) return [{ name: '', modules }];
  const pages: IndexedModule[][] = [[]];
  for (const module of modules) {
    const page = pages.at(-1)!;
    const isCut = page.length >= fewestRows && isBoundary(module.id);
    if (isCut || page.length >= mostRows) pages.push([module]);
    else page.push(module);
  }
  return pages.map((some, number) => ({
    name: number === 0 ? '' : `from-${some[0]!.id}`,
    modules: some,
  }));
}

/** Of every 64 names one. */
function isBoundary(id: string): boolean {
  return hashName(id) % 64 === 0;
}

/** FNV-1a, 32 bits. */
function hashName(name: string): number {
  let hash = 0x811c9dc5;
  for (const character of name) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  return hash >>> 0;
}
