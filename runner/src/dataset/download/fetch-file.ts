import { createHash } from 'node:crypto';
import { Failure, type PinnedLink } from '@orangery/schemas';
import { findStored } from '../cache/find-stored.ts';
import { cacheLayout } from '../cache/layout.ts';
import { readLinkEntry, type LinkEntry } from '../cache/link-entry.ts';
import { withLock } from '../cache/with-lock.ts';
import { checkPin } from '../check-pin.ts';
import type { FetchOptions } from '../fetch-options.ts';
import type { RemoteFile } from '../links/resolved-link.ts';
import { describeNetworkError } from '../network/describe-network-error.ts';
import type { Network } from '../network/network.ts';
import type { StoredFile } from '../stored-file.ts';
import { fetchAnew } from './fetch-anew.ts';
import { explainFullDisk } from './free-space.ts';

export interface FetchFileOptions {
  /** What must come, where that is known. */
  readonly pin?: Pick<PinnedLink, 'sha256' | 'bytes'>;
  readonly options: FetchOptions;
  readonly network: Network;
}

/**
 * Fetches one file into the cache, or finds it there: by its pin, by the hash that the service
 * tells, or because the server says that it is what came last time. Several runs that want the same
 * file at once share one download.
 * @throws Failure DOWNLOAD_FAILED, DOWNLOAD_TOO_LARGE, DOWNLOAD_CHANGED, DATASET_INVALID,
 * LINK_REFUSED, TIMED_OUT, CANCELLED
 */
export async function fetchFile(file: RemoteFile, task: FetchFileOptions): Promise<StoredFile> {
  const { cacheFolder, world, limits } = task.options;
  try {
    const stored = (await findByHash(file, task)) ?? (await fetchLocked(file, task));
    checkPin(task.pin ?? {}, stored, file.label);
    return stored;
  } catch (error) {
    const found = explainFullDisk(error, file.label, cacheFolder);
    if (found instanceof Failure) throw found;
    const isCancelled = world.signal.aborted;
    throw describeNetworkError(error, file.label, { isCancelled, isTimedOut: false, limits });
  }
}

/**
 * The pin decides; else what the service says the file is now. Hashes of private data are no secrets:
 * the link must have given it before, or the service hold it, else a hash were enough to read it.
 */
async function findByHash(
  file: RemoteFile,
  { pin, options }: FetchFileOptions,
): Promise<StoredFile | undefined> {
  const { checksum } = file;
  const held = checksum?.isHeld === true ? checksum.digest : undefined;
  const sha256 = pin?.sha256 ?? held;
  if (sha256 === undefined) return undefined;
  if (sha256 === held) return findStored(sha256, options);
  const entry = await readLinkEntry(cacheLayout(options.cacheFolder).link(keyOf(file)));
  return entry?.sha256 === sha256 ? findStored(sha256, options) : undefined;
}

/** What the cache keeps of a place goes by this name. */
function keyOf({ identity }: RemoteFile): string {
  return createHash('sha256').update(identity).digest('hex');
}

async function fetchLocked(file: RemoteFile, task: FetchFileOptions): Promise<StoredFile> {
  const { cacheFolder, world, limits } = task.options;
  const key = keyOf(file);
  const cache = cacheLayout(cacheFolder);
  const before = await readLinkEntry(cache.link(key));
  const onWait = (): void =>
    world.logger.info(`${file.label}: another run is fetching it; waiting for that`);
  const { signal } = world;
  const waiting = { signal, label: file.label, timeoutMs: limits.timeoutMs, onWait };
  return withLock(cache.lock(key), waiting, async (lockSignal) => {
    const entry = await readLinkEntry(cache.link(key));
    const isFresh = entry !== undefined && entry.fetchedAt !== before?.fetchedAt;
    if (isFresh || isSameAsTold(entry, file)) {
      const shared = await findEntry(entry, task);
      if (shared !== undefined) return shared;
    }
    const paths = { partPath: cache.part(key), entryPath: cache.link(key) };
    return fetchAnew({ ...task, ...paths, file, signal: lockSignal }, entry);
  });
}

/** What a link gave last, when it is what the pin asks for and still whole. */
async function findEntry(
  entry: LinkEntry | undefined,
  { pin, options }: FetchFileOptions,
): Promise<StoredFile | undefined> {
  if (entry === undefined || (pin?.sha256 ?? entry.sha256) !== entry.sha256) return undefined;
  return findStored(entry.sha256, options);
}

function isSameAsTold(entry: LinkEntry | undefined, { checksum }: RemoteFile): boolean {
  return checksum !== undefined && entry?.checksum === `${checksum.algorithm}:${checksum.digest}`;
}
