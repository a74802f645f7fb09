import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { World } from '../../world.ts';
import { removeView } from '../archive/remove-view.ts';
import { findInUse } from './in-use.ts';
import { cacheLayout, type CacheLayout } from './layout.ts';
import { readLinkEntry } from './link-entry.ts';
import { listUnlabelled, withLabels, type CacheEntry } from './list-cache.ts';
import { isLocked, withLock } from './with-lock.ts';

/** What was used a moment ago may be in use by somebody who could not note it. */
const recentMs = 60 * 60 * 1000;
/** Nobody comes back for what was cut off, or left by a crash, so long ago. */
const staleMs = 7 * 24 * 60 * 60 * 1000;
const waitForOtherMs = 60 * 1000;

export interface PruneOptions {
  readonly folder: string;
  /** How large the cache may be. */
  readonly maxBytes: number;
  /** What was used within this time stays; an hour when absent. */
  readonly keepRecentMs?: number;
  readonly world: Pick<World, 'now' | 'signal'>;
}

export interface Pruned {
  readonly removed: readonly CacheEntry[];
  readonly keptBytes: number;
  /** Of what is kept: in use by a process that runs, or used just now. */
  readonly inUseBytes: number;
}

/**
 * Makes a cache fit a size: removes downloads cut off and things left by crashes more than seven
 * days ago, then what was used least recently, never what is in use.
 */
export async function pruneCache(options: PruneOptions): Promise<Pruned> {
  const { folder, world } = options;
  const lock = cacheLayout(folder).lock('prune');
  const label = 'the cache';
  const waiting = { signal: world.signal, label, timeoutMs: waitForOtherMs };
  return withLock(lock, waiting, () => pruneAlone(options));
}

async function pruneAlone(options: PruneOptions): Promise<Pruned> {
  const { folder, maxBytes, keepRecentMs = recentMs, world } = options;
  const cache = cacheLayout(folder);
  const now = world.now();
  await removeStale(cache.staging, now);
  await removeStale(cache.locks, now);
  const entries = await listUnlabelled(folder);
  const inUse = await findInUse(cache, now);
  const kept: CacheEntry[] = [];
  const removed: CacheEntry[] = [];
  let bytes = sum(entries);
  for (const entry of entries.toReversed()) {
    const isStale = entry.kind === 'part' && now - entry.usedAt > staleMs;
    const isUsed = now - entry.usedAt < keepRecentMs || inUse.has(entry.key);
    if (isUsed || (entry.kind === 'part' && (await isLocked(cache.lock(entry.key))))) {
      kept.push(entry);
      continue;
    }
    if (!isStale && bytes <= maxBytes) continue;
    world.signal.throwIfAborted();
    if (await isUsedSince(entry)) {
      kept.push(entry);
      continue;
    }
    await removeEntry(entry);
    removed.push(entry);
    bytes -= entry.bytes;
  }
  const labelled = await withLabels(removed, folder);
  if (removed.length > 0) await forgetLinks(cache);
  return { removed: labelled, keptBytes: bytes, inUseBytes: sum(kept) };
}

/** Listing a large cache takes seconds, in which a run may have begun to use it. */
async function isUsedSince({ path, usedAt }: CacheEntry): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && found.mtimeMs > usedAt;
}

async function removeEntry({ kind, path }: CacheEntry): Promise<void> {
  await removeView(path);
  if (kind === 'part') await rm(`${path}.json`, { force: true });
}

async function removeStale(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && now - found.mtimeMs > staleMs) await removeView(path);
  }
}

/** What a link gave is of no use once it is gone. */
async function forgetLinks(cache: CacheLayout): Promise<void> {
  const files = new Set(await readdir(cache.files).catch(() => []));
  for (const name of await readdir(cache.links).catch(() => [])) {
    const path = join(cache.links, name);
    const entry = await readLinkEntry(path);
    if (entry === undefined || !files.has(entry.sha256)) await rm(path, { force: true });
  }
}

function sum(entries: readonly CacheEntry[]): number {
  return entries.reduce((total, { bytes }) => total + bytes, 0);
}
