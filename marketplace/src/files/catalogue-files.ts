import type { IndexedModule } from '../catalogue/indexed-module.ts';
import type { Site } from '../catalogue/site.ts';
import { describeApi } from './describe-api.ts';
import { feed } from './feed.ts';
import { listModules } from './list-modules.ts';
import { llms } from './llms.ts';
import { sitemap } from './sitemap.ts';
import { recipeExamples } from './recipe-examples.ts';
import type { SiteFile } from './site-file.ts';

/** Makes files about all modules. */
export type CatalogueFiles = (modules: readonly IndexedModule[], site: Site) => readonly SiteFile[];

const makers: readonly CatalogueFiles[] = [
  listModules,
  describeApi,
  feed,
  llms,
  sitemap,
  recipeExamples,
];

/** @param modules sorted by id */
export const catalogueFiles: CatalogueFiles = (modules, site) =>
  makers.flatMap((make) => make(modules, site));
