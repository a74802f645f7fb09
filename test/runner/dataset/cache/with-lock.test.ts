import { mkdir, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isLocked, withLock } from '../../../../runner/src/dataset/cache/with-lock.ts';
import { filesIn } from '../../../helpers/files-in.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const options = { signal: new AbortController().signal, label: 'test', timeoutMs: 10_000 };

describe('a lock', () => {
  it('lets one work at a time, in whatever order they come', async () => {
    const path = join(await tempFolder(), 'locks', 'a');
    let running = 0;
    const results = await Promise.all(
      [1, 2, 3].map(async (result) =>
        withLock(path, options, async () => {
          running += 1;
          expect(running).toBe(1);
          expect(await isLocked(path)).toBe(true);
          await new Promise((resolve) => setImmediate(resolve));
          running -= 1;
          return result;
        }),
      ),
    );
    expect(results).toEqual([1, 2, 3]);
    expect(await isLocked(path)).toBe(false);
    expect(await filesIn(dirname(path))).toEqual([]);
  });

  it('is given back when the work fails', async () => {
    const path = join(await tempFolder(), 'a');
    const failing = withLock(path, options, () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await withLock(path, options, async () => 'yes')).toBe('yes');
  });

  it('of a process that ended is taken over at once, by one of those that wait', async () => {
    const path = await lockOf(`${hostname()} 4194305`);
    const began = performance.now();
    let running = 0;
    await Promise.all(
      [1, 2, 3, 4].map(async () =>
        withLock(path, options, async () => {
          running += 1;
          expect(running).toBe(1);
          await new Promise((resolve) => setImmediate(resolve));
          running -= 1;
        }),
      ),
    );
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it.each([
    ['a live process', `${hostname()} ${process.ppid}`, true],
    ['a process elsewhere', 'another-host 4194305', true],
    ['a lock made before this one', `${hostname()} 4194305`, false],
  ])('of %s is waited for', async (_, owner, isItsNote) => {
    const path = await lockOf(owner, isItsNote ? undefined : '0-0');
    const waiting = { ...options, timeoutMs: -1 };
    let waits = 0;
    const work = withLock(path, { ...waiting, onWait: () => (waits += 1) }, async () => {});
    await expect(work).rejects.toMatchObject({ code: 'TIMED_OUT' });
    expect(waits).toBe(1);
  });

  it('is not waited for any longer once cancelled', async () => {
    const controller = new AbortController();
    const path = await lockOf(`${hostname()} ${process.ppid}`);
    const onWait = (): void => controller.abort();
    const work = withLock(path, { ...options, signal: controller.signal, onWait }, async () => {});
    await expect(work).rejects.toThrow(/abort/i);
  });
});

/** A lock that somebody made and did not give back. */
async function lockOf(owner: string, birth?: string): Promise<string> {
  const path = join(await tempFolder(), 'a');
  await mkdir(`${path}.lock`);
  const { birthtimeNs, ino } = await stat(`${path}.lock`, { bigint: true });
  await writeFile(`${path}.owner`, `${owner} ${birth ?? `${birthtimeNs}-${ino}`}`);
  return path;
}
