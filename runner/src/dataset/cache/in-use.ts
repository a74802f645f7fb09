import { appendFile, readdir, readFile, rm, stat } from 'node:fs/promises';
import type { CacheLayout } from './layout.ts';
import { isProcessAlive, processName } from './process-name.ts';
import { makeFolder } from './make-folder.ts';

/** A process on another host cannot be asked whether it still runs. */
const trustOtherHostsMs = 24 * 60 * 60 * 1000;

/** Notes that this process uses the file or view of a hash until it ends. */
export async function noteUse(cache: CacheLayout, sha256: string): Promise<void> {
  await makeFolder(cache.uses);
  await appendFile(cache.use(processName()), `${sha256}\n`);
}

/** Hashes of what live processes use; the notes of those that ended are removed. */
export async function findInUse(cache: CacheLayout, now: number): Promise<ReadonlySet<string>> {
  const inUse = new Set<string>();
  const names = await readdir(cache.uses).catch(() => []);
  for (const name of names) {
    const path = cache.use(name);
    const isAlive = isProcessAlive(name) ?? (await isRecent(path, now));
    if (!isAlive) await rm(path, { force: true });
    else for (const sha256 of (await readNote(path)).split('\n')) inUse.add(sha256);
  }
  return inUse;
}

async function isRecent(path: string, now: number): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && now - found.mtimeMs < trustOtherHostsMs;
}

/** Another prune may have removed it just now. */
async function readNote(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
