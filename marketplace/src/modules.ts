import { loadSite, type LoadedSite } from './build/site-parts.ts';
import { config } from './config.ts';

let loaded: Promise<LoadedSite> | undefined;

/** What the pages are made from: loaded once while they are written, anew while they are worked on. */
export function getSite(): Promise<LoadedSite> {
  if (loaded === undefined || import.meta.env.DEV) loaded = loadSite(config);
  return loaded;
}
