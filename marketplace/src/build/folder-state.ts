import { createHash } from 'node:crypto';
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Says of a folder what changes whenever one of its files does: names, sizes, times of change. Nothing
 * is read. Synchronous, because ten thousand folders are looked at in a row.
 */
export function folderState(folder: string): string {
  const hash = createHash('sha256');
  const look = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const inside = join(path, entry.name);
      const { size, ctimeMs, ino, mode } = lstatSync(inside);
      hash.update(`${entry.name}\0${size}\0${ctimeMs}\0${ino}\0${mode}\n`);
      if (entry.isDirectory()) look(inside);
    }
    hash.update('end\n');
  };
  look(folder);
  return hash.digest('hex');
}
