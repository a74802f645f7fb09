import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '@orangery/schemas';
import { lock } from 'proper-lockfile';

const staleMs = 30_000;
const askAgainMs = 100;

export interface LockOptions {
  readonly signal: AbortSignal;
  /** What is waited for, for a message. */
  readonly label: string;
  readonly timeoutMs: number;
}

/**
 * Runs work that one process at a time may do, on this machine. Waits while another does it. The lock
 * of a process that was killed is taken over after half a minute.
 * @param path a name in the cache's `locks/`
 * @throws Failure TIMED_OUT, CANCELLED; what the work throws
 */
export async function withLock<Result>(
  path: string,
  { signal, label, timeoutMs }: LockOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  await mkdir(dirname(path), { recursive: true });
  const until = Date.now() + timeoutMs;
  const release = await acquire();
  try {
    return await work();
  } finally {
    // a lock that was lost is not ours to give back
    await release().catch(() => {});
  }

  async function acquire(): Promise<() => Promise<void>> {
    for (;;) {
      signal.throwIfAborted();
      try {
        return await lock(path, { realpath: false, stale: staleMs, onCompromised: () => {} });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
      }
      if (Date.now() > until) {
        throw new Failure(
          'TIMED_OUT',
          `${label}: expected another run to end, found it still busy`,
          {
            hint: 'Wait for the other run, or stop it.',
          },
        );
      }
      await pause(askAgainMs, undefined, { signal });
    }
  }
}
