import { existsSync } from 'node:fs';
import { defaultCacheBytes, type FetchOptions } from '../fetch-options.ts';
import { pruneCache } from './prune-cache.ts';

/** Keeps the cache at its size once something came. That it could not is said, and no failure. */
export async function evict({
  cacheFolder: folder,
  cacheBytes: maxBytes = defaultCacheBytes,
  world,
}: FetchOptions): Promise<void> {
  if (!existsSync(folder)) return;
  try {
    const { removed } = await pruneCache({ folder, maxBytes, world });
    for (const { labels, key } of removed) {
      world.logger.debug(`removed from the cache: ${labels.join(', ') || key}`);
    }
  } catch (error) {
    world.signal.throwIfAborted();
    world.logger.warn(`the cache ${folder} could not be tidied: ${messageOf(error)}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
