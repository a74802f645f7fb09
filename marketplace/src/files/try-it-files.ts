import { join } from 'node:path';
import { describeTryIt, tryItFiles } from '../catalogue/try-it.ts';
import type { ModuleFiles } from './module-files.ts';

/** `/modules/<id>/try-it.json` and copies of the files that the form needs. */
export const tryItModule: ModuleFiles = (view) => {
  const record = describeTryIt(view);
  if (record === undefined) return [];
  const { id, folder } = view.module;
  const copies = tryItFiles(view).map((path) => ({
    path: `modules/${id}/files/${path}`,
    content: { copyOf: join(folder, path) },
  }));
  return [{ path: `modules/${id}/try-it.json`, content: `${JSON.stringify(record)}\n` }, ...copies];
};
