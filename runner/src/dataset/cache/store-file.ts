import { chmod, rename, utimes } from 'node:fs/promises';
import type { StoredFile } from '../stored-file.ts';
import { noteUse } from './in-use.ts';
import { cacheLayout } from './layout.ts';
import { makeFolder } from './make-folder.ts';

/** Moves a whole, checked file to its place in the cache, read-only. */
export async function storeFile(file: StoredFile, cacheFolder: string): Promise<StoredFile> {
  const cache = cacheLayout(cacheFolder);
  await makeFolder(cache.files);
  await noteUse(cache, file.sha256);
  const path = cache.file(file.sha256);
  // first of all: killed before it, the next run still may write to the part
  await rename(file.path, path);
  await chmod(path, 0o444);
  const now = new Date();
  await utimes(path, now, now);
  return { ...file, path };
}
