import { rm, stat, utimes } from 'node:fs/promises';
import type { FetchOptions } from '../fetch-options.ts';
import { hashFile, type StoredFile } from '../stored-file.ts';
import { noteUse } from './in-use.ts';
import { cacheLayout } from './layout.ts';

/** The file of a hash that the cache holds, hashed again; a damaged one is removed. */
export async function findStored(
  sha256: string,
  { cacheFolder, world }: FetchOptions,
): Promise<StoredFile | undefined> {
  const cache = cacheLayout(cacheFolder);
  const path = cache.file(sha256);
  if (!(await isStored(sha256, cacheFolder))) return undefined;
  // before it is read: what was used just now is not evicted
  await noteUse(cache, sha256);
  const stored = await touchAndHash(path, world.signal);
  if (stored === undefined) return undefined;
  if (stored.sha256 === sha256) return stored;
  world.logger.warn(`the cached copy of ${sha256} is damaged: fetching it again`);
  await rm(path, { force: true });
  return undefined;
}

/** Whether the cache has a file of this hash; whether it is damaged is not looked at. */
export async function isStored(sha256: string, cacheFolder: string): Promise<boolean> {
  return stat(cacheLayout(cacheFolder).file(sha256)).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** What was used least recently goes first when room is needed; it may have gone just now. */
async function touchAndHash(path: string, signal: AbortSignal): Promise<StoredFile | undefined> {
  const now = new Date();
  try {
    await utimes(path, now, now);
    return await hashFile(path, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
