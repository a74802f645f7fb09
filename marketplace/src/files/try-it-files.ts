import { join } from 'node:path';
import type { TryIt } from '@orangery/schemas';
import type { ModuleView } from '../catalogue/module-view.ts';
import { describeTryIt, runsInPage, tryItFiles } from '../catalogue/try-it.ts';
import type { ModuleFiles } from './module-files.ts';

/** `/modules/<id>/try-it.json` and copies of the files that the form needs. */
export const tryItModule: ModuleFiles = (view) => {
  const record = describeTryIt(view);
  if (record === undefined || !isAskedFor(record, view)) return [];
  const { id, folder } = view.module;
  const copies = tryItFiles(view).map((path) => ({
    path: `modules/${id}/files/${path}`,
    content: { copyOf: join(folder, path) },
  }));
  return [{ path: `modules/${id}/try-it.json`, content: `${JSON.stringify(record)}\n` }, ...copies];
};

/** By the form of its own page, or by that of a pipeline. */
function isAskedFor(record: TryIt, { relatives }: ModuleView): boolean {
  return runsInPage(record) || record.deployments.length > 0 || relatives.pipelines.length > 0;
}
