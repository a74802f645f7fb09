import { moduleRecord } from '../catalogue/module-record.ts';
import type { ModuleFiles } from './module-files.ts';

/** `/api/modules/<id>.json`: all that is public of one module. */
export const apiRecord: ModuleFiles = (view, site) => {
  // its schema is kept by tests: checking ten thousand records would take as long as their pages
  const content = `${JSON.stringify(moduleRecord(view, site))}\n`;
  return [{ path: `api/modules/${view.module.id}.json`, content }];
};
