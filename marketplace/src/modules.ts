import type { IndexedModule } from './catalogue/indexed-module.ts';
import { loadModules } from './catalogue/load-modules.ts';
import { viewModule, type ModuleView } from './catalogue/module-view.ts';
import { makeIndex } from './catalogue/relatives.ts';
import { indexModules, loadSurroundings, type Surroundings } from './catalogue/surroundings.ts';
import { config } from './config.ts';

/** What the pages are made from. */
export interface Shown {
  /** Every module that is shown, sorted by id. */
  readonly views: readonly ModuleView[];
  readonly indexed: readonly IndexedModule[];
  readonly surroundings: Surroundings;
}

let built: Promise<Shown> | undefined;

/** Read once while pages are written; while they are worked on, as it is now. */
export function getShown(): Promise<Shown> {
  if (built !== undefined && !import.meta.env.DEV) return built;
  built = readShown();
  return built;
}

/** Every module that is shown, sorted by id. */
export async function getViews(): Promise<readonly ModuleView[]> {
  return (await getShown()).views;
}

async function readShown(): Promise<Shown> {
  const surroundings = await loadSurroundings(config.root, config.records);
  const modules = await loadModules(config.root);
  const indexed = await indexModules(modules, config.base, surroundings);
  const index = makeIndex(indexed);
  const views = modules.map((module) => viewModule(module, index));
  return { views, indexed, surroundings };
}
