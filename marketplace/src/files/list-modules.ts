import { parseRecord } from '@orangery/schemas';
import type { CatalogueFiles } from './catalogue-files.ts';

/** `/api/modules.json`: every module once. */
export const listModules: CatalogueFiles = (modules) => {
  const path = 'api/modules.json';
  const entries = modules.map(({ entry }) => entry);
  const record = parseRecord('catalogue', { schema: 'catalogue/1', modules: entries }, path);
  return [{ path, content: `${JSON.stringify(record, null, 2)}\n` }];
};
