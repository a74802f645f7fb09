import { Failure } from '@orangery/schemas';
import { collidingPaths, problemOfPath } from './archive/check-paths.ts';
import { checkPin } from './check-pin.ts';
import { fetchFile } from './download/fetch-file.ts';
import type { FetchOptions } from './fetch-options.ts';
import { hashOfFiles } from './hash-of-files.ts';
import { inParallel } from './in-parallel.ts';
import type { RemoteFile } from './links/resolved-link.ts';
import type { OpenedContent, SourceTask } from './opened-source.ts';
import { storedDataFile, type StoredFile } from './stored-file.ts';

const parallelDownloads = 8;

/**
 * Fetches the files of a folder link, some at a time; they share the link's limits. The hash is that
 * of `openFolder`: the same files give the same pin wherever they lie.
 * @throws Failure ARCHIVE_UNSAFE, DATASET_INVALID, and of fetching
 */
export async function openListing(
  files: readonly RemoteFile[],
  label: string,
  task: SourceTask,
): Promise<OpenedContent> {
  const { pin, options } = task;
  checkListing(files, label, options.limits.maxBytes);
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const stored = await fetchAll(sorted, label, task);
  const hashed = stored.map((file, index) => ({ ...file, path: sorted[index]!.path }));
  const total = { sha256: hashOfFiles(hashed), bytes: sum(stored.map(({ bytes }) => bytes)) };
  checkPin(pin, total, label);
  return {
    source: { link: pin.link, ...total },
    place: {},
    files: stored.map((file, index) => storedDataFile(file, sorted[index]!.path)),
    close: async () => {},
  };
}

async function fetchAll(
  files: readonly RemoteFile[],
  label: string,
  { options, network }: SourceTask,
): Promise<StoredFile[]> {
  const { limits, world } = options;
  const deadline = world.now() + limits.timeoutMs;
  let bytes = 0;
  return inParallel(files, parallelDownloads, async (file, stopped) => {
    const timeoutMs = deadline - world.now();
    if (timeoutMs <= 0) throw outOfTime(label, limits);
    const left = { ...limits, timeoutMs, maxBytes: limits.maxBytes - bytes };
    const signal = AbortSignal.any([world.signal, stopped]);
    const ownOptions = { ...options, limits: left, world: { ...world, signal } };
    const stored = await fetchFile(file, { options: ownOptions, network });
    bytes += stored.bytes;
    if (bytes > limits.maxBytes) throw tooMuch(label, limits.maxBytes, bytes);
    return stored;
  });
}

function checkListing(files: readonly RemoteFile[], label: string, maxBytes: number): void {
  if (files.length === 0) {
    throw new Failure('DATASET_INVALID', `${label}: expected files in the folder, found none`);
  }
  const paths = files.map(({ path }) => path);
  const problem = paths.map(problemOfPath).find((found) => found !== undefined);
  const [collision] = problem === undefined ? collidingPaths(paths) : [];
  if (problem !== undefined || collision !== undefined) {
    const found = problem ?? `${JSON.stringify(collision![1])} differs only in case from another`;
    throw new Failure(
      'ARCHIVE_UNSAFE',
      `${label}: expected plain file names, found one that ${found}`,
    );
  }
  const declared = sum(files.map(({ bytes }) => bytes ?? 0));
  if (declared > maxBytes) throw tooMuch(label, maxBytes, declared);
}

function tooMuch(label: string, maxBytes: number, found: number): Failure {
  return new Failure(
    'DOWNLOAD_TOO_LARGE',
    `${label}: expected at most ${maxBytes} bytes together, found ${found}`,
  );
}

function outOfTime(label: string, { timeoutMs }: FetchOptions['limits']): Failure {
  return new Failure(
    'TIMED_OUT',
    `${label}: expected all files within ${Math.round(timeoutMs / 1000)} s, found more to fetch`,
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
