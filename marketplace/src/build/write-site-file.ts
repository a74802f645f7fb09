import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { resolveInside } from '@orangery/schemas/files';
import type { SiteFile } from '../files/site-file.ts';

/** Folders that are there already. */
export type MadeFolders = Set<string>;

/**
 * Writes a file, synchronously: the thread does nothing else, and a hundred thousand small files take a
 * fraction of the time that they take through the pool that the pages are written by.
 * @param out folder of the site
 */
export function writeSiteFile({ path, content }: SiteFile, out: string, made: MadeFolders): void {
  const target = resolveInside(out, path);
  const folder = dirname(target);
  if (!made.has(folder)) {
    mkdirSync(folder, { recursive: true });
    made.add(folder);
  }
  if (typeof content === 'string' || content instanceof Uint8Array) writeFileSync(target, content);
  else copyFileSync(content.copyOf, target);
}
