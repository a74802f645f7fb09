import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheLayout, type CacheLayout } from './layout.ts';
import { readLinkEntry } from './link-entry.ts';
import { readJson } from './read-json.ts';

export interface CacheEntry {
  /** A whole file, an archive unpacked, or a download that was cut off. */
  readonly kind: 'file' | 'view' | 'part';
  readonly path: string;
  /** SHA-256 of the file or archive; of a part, the name of its link in the cache. */
  readonly key: string;
  /** How messages name the links it came from; none when they were forgotten. */
  readonly labels: readonly string[];
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly usedAt: number;
}

/** What the cache holds, used last first. */
export async function listCache(folder: string): Promise<readonly CacheEntry[]> {
  return withLabels(await listUnlabelled(folder), folder);
}

/** The same without labels, for which every link's note has to be read. */
export async function listUnlabelled(folder: string): Promise<readonly CacheEntry[]> {
  const cache = cacheLayout(folder);
  const found = [
    ...(await entriesOf(cache.files, 'file', (_, bytes) => bytes)),
    ...(await entriesOf(cache.views, 'view', viewBytes)),
    ...(await entriesOf(cache.parts, 'part', (_, bytes) => bytes)),
  ];
  return found.toSorted((a, b) => b.usedAt - a.usedAt);
}

export async function withLabels(
  entries: readonly CacheEntry[],
  folder: string,
): Promise<readonly CacheEntry[]> {
  if (entries.length === 0) return entries;
  const labels = await labelsByHash(cacheLayout(folder));
  return entries.map((entry) => ({ ...entry, labels: labels.get(entry.key) ?? [] }));
}

type Measure = (path: string, bytes: number) => number | Promise<number>;

async function entriesOf(
  folder: string,
  kind: CacheEntry['kind'],
  measure: Measure,
): Promise<readonly CacheEntry[]> {
  const entries: CacheEntry[] = [];
  for (const key of await namesIn(folder)) {
    if (!/^[0-9a-f]{64}$/.test(key)) continue;
    const path = join(folder, key);
    // another process may remove it meanwhile
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) continue;
    const bytes = await measure(path, found.size);
    const usedAt = found.mtimeMs;
    entries.push({ kind, path, key, labels: [], bytes, usedAt });
  }
  return entries;
}

/** A view's manifest says how large its files are; counting them would take long. */
async function viewBytes(path: string): Promise<number> {
  const { files } = (await readJson(join(path, 'manifest.json'))) ?? {};
  if (!Array.isArray(files)) return 0;
  return files.reduce((total: number, file: unknown) => total + bytesOf(file), 0);
}

function bytesOf(file: unknown): number {
  const hasBytes = typeof file === 'object' && file !== null && 'bytes' in file;
  return hasBytes && typeof file.bytes === 'number' ? file.bytes : 0;
}

async function labelsByHash(cache: CacheLayout): Promise<ReadonlyMap<string, readonly string[]>> {
  const labels = new Map<string, string[]>();
  for (const name of await namesIn(cache.links)) {
    const entry = await readLinkEntry(join(cache.links, name));
    if (entry === undefined) continue;
    const known = labels.get(entry.sha256) ?? [];
    labels.set(entry.sha256, [...new Set([...known, entry.label])]);
  }
  return labels;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  // there is none before the first download
  return readdir(folder).catch(() => []);
}
