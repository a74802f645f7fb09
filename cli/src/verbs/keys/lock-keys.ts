import { rm, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '@orangery/schemas';
import type { KeyPlace } from './key-place.ts';

const askAgainMs = 20;
const longestMs = 5000;

export interface LockOptions {
  readonly signal: AbortSignal;
  /** How long another command is waited for; five seconds when absent. */
  readonly waitMs?: number;
}

/**
 * Does work that reads a file of keys and changes it, while no other command does: of two that read
 * the same, the later would take away what the earlier wrote.
 * @throws Failure TIMED_OUT naming the lock; FILE_MISSING; what the work throws
 */
export async function lockKeys<Result>(
  place: KeyPlace,
  options: LockOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  const path = `${place.path}.lock`;
  await acquire(path, place, options);
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function acquire(
  path: string,
  { file }: KeyPlace,
  { signal, waitMs = longestMs }: LockOptions,
): Promise<void> {
  const until = performance.now() + waitMs;
  while (!(await isMade(path, file))) {
    if (performance.now() >= until) {
      throw new Failure(
        'TIMED_OUT',
        `${file}: expected no other command to change it, found ${file}.lock`,
        {
          hint: `Wait for the other orangery keys. If none runs, one was killed: remove ${path}.`,
        },
      );
    }
    await pause(askAgainMs, undefined, { signal });
  }
}

async function isMade(path: string, file: string): Promise<boolean> {
  try {
    await writeFile(path, `${process.pid}\n`, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (cause) {
    if (Reflect.get(Object(cause), 'code') === 'EEXIST') return false;
    throw new Failure('FILE_MISSING', `${file} cannot be made or changed`, { cause });
  }
}
