import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Failure } from '@orangery/schemas';
import { isProcessAlive, processName } from '../../dataset/cache/process-name.ts';
import { withLock } from '../../dataset/cache/with-lock.ts';

/** Gives a lock back; later calls do nothing. */
export type Release = () => Promise<void>;

/** A process on another host cannot be asked whether it runs: it shows that by touching its lock. */
const [touchEveryMs, trustOtherHostsMs] = [10_000, 120_000];

/** What takes a few file operations; more is a file system that hangs. */
const takeTimeoutMs = 60_000;

/** Locks of this process. Its name alone does not tell: a container started again has the same one. */
const held = new Set<string>();

/**
 * Takes a part for this process: two that write to it would spoil each other's predictions. The
 * lock is `<part>.lock` and holds the name of its process; that of one which has ended is taken over.
 * @throws Failure USAGE naming the process that works on it
 */
export async function lockPart(part: string, signal: AbortSignal): Promise<Release> {
  const path = resolve(`${part}.lock`);
  const waiting = { signal, label: part, timeoutMs: takeTimeoutMs };
  // of several that find one left behind, one takes it over
  await withLock(path, waiting, async () => {
    const holder = await readHolder(path);
    if (holder !== undefined && !(await isLeft(path, holder))) throw inUse(part, holder);
    await rm(path, { force: true });
    await writeFile(path, processName(), { flag: 'wx' });
    held.add(path);
  });
  const touching = setInterval(() => void touch(path), touchEveryMs).unref();
  return async () => {
    clearInterval(touching);
    if (!held.delete(path)) return;
    // one that a person removed, and another process took since, is that one's
    if ((await readHolder(path)) === processName()) await rm(path, { force: true });
  };
}

async function readHolder(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

async function isLeft(path: string, holder: string): Promise<boolean> {
  if (holder === processName()) return !held.has(path);
  // the machine stopped before the name was written
  if (holder === '') return true;
  if (idOf(holder) === undefined) return false;
  const isAlive = isProcessAlive(holder);
  return isAlive === undefined
    ? Date.now() - (await touchedAt(path)) > trustOtherHostsMs
    : !isAlive;
}

async function touchedAt(path: string): Promise<number> {
  return (await stat(path)).mtimeMs;
}

async function touch(path: string): Promise<void> {
  const now = new Date();
  // somebody removed it, which the work need not end for
  await utimes(path, now, now).catch(() => {});
}

function idOf(holder: string): { readonly host: string; readonly id: string } | undefined {
  const [, host, id] = /^(\S+) (\d+)$/.exec(holder) ?? [];
  return host === undefined || id === undefined ? undefined : { host, id };
}

function inUse(part: string, holder: string): Failure {
  const process = idOf(holder);
  const found =
    process === undefined
      ? `${part}.lock, which is something else`
      : `process ${process.id} on ${process.host} at work on it`;
  return new Failure('USAGE', `${part}: expected no other run to use it, found ${found}`, {
    hint: `Wait until it ends, or stop it. If there is no such run, remove ${part}.lock.`,
  });
}
