import { join } from 'node:path';
import { loadSurroundings, type Surroundings } from '../catalogue/surroundings.ts';
import type { SiteConfig } from '../config.ts';
import { makeSiteIndex, readStoredIndex, type SiteIndex } from './stored-index.ts';

/** Folder for what is kept between builds of a root; an internal catalogue has one of its own. */
export function storeOf({ root, isInternal }: Pick<SiteConfig, 'root' | 'isInternal'>): string {
  return join(root, '.astro', isInternal === true ? 'catalogue-internal' : 'catalogue');
}

export interface LoadedSite {
  readonly index: SiteIndex;
  readonly surroundings: Surroundings;
}

/**
 * Loads what the last update of the index has kept, for whoever makes pages and files of it.
 * @throws Error when there was none
 */
export async function loadSite(config: SiteConfig): Promise<LoadedSite> {
  const { root, records, sources, hasListener: _, ...site } = config;
  const store = storeOf(config);
  const surroundings = await loadSurroundings(root, records);
  const stored = await readStoredIndex(store);
  if (stored === null) throw new Error(`${store} holds no index: the integration makes it first`);
  const parts = { stored, surroundings, site, root, sources, store };
  return { index: makeSiteIndex(parts), surroundings };
}
