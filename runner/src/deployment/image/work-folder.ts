import { chmod, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from '../../dataset/cache/with-lock.ts';
import type { ImageWorld } from './image.ts';

const waitMs = 16 * 60_000;

/**
 * Does work on images in a fresh folder, one run at a time on this machine, and removes the folder. What
 * a killed run left is removed first.
 * @param folder of all work on images
 * @throws Failure TIMED_OUT, CANCELLED; what the work throws
 */
export async function inWorkFolder<Result>(
  folder: string,
  { signal, logger }: ImageWorld,
  work: (fresh: string, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const fresh = join(folder, 'context');
  const label = 'building an image';
  const onWait = (): void => logger.info('Another run builds an image: waiting for it.');
  const options = { signal, label, timeoutMs: waitMs, onWait };
  return withLock(join(folder, 'build'), options, async (held) => {
    await rm(fresh, { recursive: true, force: true });
    await mkdir(fresh, { recursive: true });
    try {
      return await work(fresh, held);
    } finally {
      await rm(fresh, { recursive: true, force: true });
    }
  });
}

/** Lets every user read what is below a folder, and its owner alone write: an image keeps these permissions. */
export async function makeReadable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await makeReadable(path);
    else if (entry.isFile()) await chmod(path, 0o644);
  }
}
