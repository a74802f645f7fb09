import { readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '@orangery/schemas';
import { check, lock } from 'proper-lockfile';
import { isProcessAlive, processName } from './process-name.ts';
import { makeFolder } from './make-folder.ts';

const staleMs = 30_000;
const askAgainMs = 100;

export interface LockOptions {
  readonly signal: AbortSignal;
  /** What is waited for, for a message. */
  readonly label: string;
  readonly timeoutMs: number;
  /** Called once when another run holds the lock. */
  readonly onWait?: () => void;
}

type Release = () => Promise<void>;

/**
 * Runs work that one process at a time may do, on this machine. Waits while another does it. The lock
 * of a process that was killed is taken over: at once when it ran on this host, else after half a
 * minute without a sign of life.
 * @param path a name in the cache's `locks/`
 * @param work gets a signal that is aborted when it is cancelled, or the lock was lost to another
 * @throws Failure TIMED_OUT, CANCELLED; what the work throws
 */
export async function withLock<Result>(
  path: string,
  options: LockOptions,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  await makeFolder(dirname(path));
  const lost = new AbortController();
  const release = await acquire(path, options, () => lost.abort(lockLost(options.label)));
  try {
    await writeFile(`${path}.owner`, `${processName()} ${await bornAt(path)}`);
    return await work(AbortSignal.any([options.signal, lost.signal]));
  } finally {
    if (!lost.signal.aborted) await rm(`${path}.owner`, { force: true });
    // a lock that was lost is not ours to give back
    await release().catch(() => {});
  }
}

/** Whether a process holds a lock now. */
export async function isLocked(path: string): Promise<boolean> {
  return check(path, { realpath: false, stale: staleMs });
}

async function acquire(
  path: string,
  { signal, label, timeoutMs, onWait }: LockOptions,
  onCompromised: () => void,
): Promise<Release> {
  const until = Date.now() + timeoutMs;
  for (let isFirst = true; ; isFirst = false) {
    signal.throwIfAborted();
    const release = await tryLock(path, onCompromised);
    if (release !== undefined) return release;
    if (await removeOfDead(path)) continue;
    if (isFirst) onWait?.();
    if (Date.now() > until) {
      throw new Failure('TIMED_OUT', `${label}: expected another run to end, found it still busy`, {
        hint: 'Wait for the other run, or stop it.',
      });
    }
    await pause(askAgainMs, undefined, { signal });
  }
}

async function tryLock(path: string, onCompromised: () => void): Promise<Release | undefined> {
  try {
    return await lock(path, { realpath: false, stale: staleMs, onCompromised });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ELOCKED') return undefined;
    throw error;
  }
}

/**
 * Removes the lock of a process that has ended. Of several that see it at once one removes it, and
 * nobody a lock made since: the owner's note names the very folder by its time of birth.
 */
async function removeOfDead(path: string): Promise<boolean> {
  if (!(await isOfDead(path))) return false;
  const release = await tryLock(`${path}.takeover`, () => {});
  if (release === undefined) return false;
  try {
    if (!(await isOfDead(path))) return false;
    await rm(`${path}.owner`, { force: true });
    await rmdir(`${path}.lock`);
    return true;
  } finally {
    await release().catch(() => {});
  }
}

async function isOfDead(path: string): Promise<boolean> {
  try {
    const [, owner, birth] = /^(.+) (\S+)$/.exec(await readFile(`${path}.owner`, 'utf8')) ?? [];
    if (owner === undefined || isProcessAlive(owner) !== false) return false;
    return birth === (await bornAt(path));
  } catch {
    // released, or not noted yet: whoever waits asks again
    return false;
  }
}

async function bornAt(path: string): Promise<string> {
  const { birthtimeNs, ino } = await stat(`${path}.lock`, { bigint: true });
  return `${birthtimeNs}-${ino}`;
}

function lockLost(label: string): Failure {
  return new Failure(
    'DOWNLOAD_FAILED',
    `${label}: another run took over while this one stood still`,
  );
}
