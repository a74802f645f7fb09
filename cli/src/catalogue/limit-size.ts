import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, formatBytes } from '@orangery/schemas';

const everyMs = 500;

/**
 * Ends work that makes a folder larger than it may become: a program that fetches has no such limit itself.
 * @throws Failure DOWNLOAD_TOO_LARGE
 */
export async function limitSize<Result>(
  { folder, mostBytes, signal, what }: SizeLimit,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const limit = new AbortController();
  const look = async (): Promise<void> => {
    if ((await sizeOf(folder)) > mostBytes) limit.abort();
  };
  const timer = setInterval(() => void look().catch(() => {}), everyMs);
  try {
    const result = await work(AbortSignal.any([signal, limit.signal]));
    await look();
    if (!limit.signal.aborted) return result;
  } catch (error) {
    if (!limit.signal.aborted) throw error;
  } finally {
    clearInterval(timer);
  }
  throw new Failure(
    'DOWNLOAD_TOO_LARGE',
    `${what}: expected at most ${formatBytes(mostBytes)}, found more`,
    {
      hint: 'A source is a repository of modules: large weights are published as releases, and linked.',
    },
  );
}

export interface SizeLimit {
  readonly folder: string;
  readonly mostBytes: number;
  readonly signal: AbortSignal;
  /** What grows, in messages. */
  readonly what: string;
}

async function sizeOf(folder: string): Promise<number> {
  // files come and go while a program writes
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) =>
        stat(join(parentPath, name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
