import { loadModules } from './catalogue/load-modules.ts';
import { viewModules, type ModuleView } from './catalogue/module-view.ts';
import { config } from './config.ts';

let built: Promise<readonly ModuleView[]> | undefined;

/** Every module that is shown, sorted by id; while pages are written, as it is now. */
export function getViews(): Promise<readonly ModuleView[]> {
  if (built !== undefined && !import.meta.env.DEV) return built;
  built = loadModules(config.root).then((modules) => viewModules(modules, config.base));
  return built;
}
