import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PinnedLink } from '@orangery/schemas';
import type { FetchOptions } from '../fetch-options.ts';
import type { RemoteFile } from '../links/resolved-link.ts';
import type { Network } from '../network/network.ts';
import { hashFile, type StoredFile } from '../stored-file.ts';
import { download } from './download.ts';

export interface FetchFileOptions {
  /** What must come, where that is known. */
  readonly pin?: Pick<PinnedLink, 'sha256' | 'bytes'>;
  readonly options: FetchOptions;
  readonly network: Network;
}

/**
 * Fetches one file, from the cache when it is pinned and there.
 * @throws Failure of downloading
 */
export async function fetchFile(file: RemoteFile, task: FetchFileOptions): Promise<StoredFile> {
  return (await findCached(task)) ?? (await download({ file, ...task }));
}

/** What the cache holds for a pinned link, hashed again; a damaged file is removed. */
async function findCached({ pin, options }: FetchFileOptions): Promise<StoredFile | undefined> {
  if (pin?.sha256 === undefined) return undefined;
  const path = join(options.cacheFolder, pin.sha256);
  // most often it is not there
  const isThere = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isThere) return undefined;
  const stored = await hashFile(path, options.world.signal);
  if (stored.sha256 === pin.sha256) return stored;
  options.world.logger.warn(`the cached copy of ${pin.sha256} is damaged: fetching it again`);
  await rm(path, { force: true });
  return undefined;
}
