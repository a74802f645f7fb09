import { rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Failure, type PinnedLink } from '@orangery/schemas';
import { checkPin } from './check-pin.ts';
import { download } from './download.ts';
import type { FetchedDataset, FetchOptions } from './fetch-options.ts';
import { joinFiles } from './join-files.ts';
import { realNetwork, type Network } from './network.ts';
import { openFolder } from './open-folder.ts';
import { shortLink } from './open-link.ts';
import { openStored, type OpenedFiles } from './open-stored.ts';
import { parseDatasetLink, type DatasetLink } from './parse-link.ts';
import { hashFile, type StoredFile } from './stored-file.ts';

export { defaultFetchLimits } from './fetch-options.ts';
export type { FetchedDataset, FetchLimits, FetchOptions } from './fetch-options.ts';

/**
 * Fetches the links of a dataset and opens their files. Several links make one dataset.
 * @param network replaced by tests only
 * @throws Failure LINK_INVALID, LINK_REFUSED, FILE_MISSING, DOWNLOAD_FAILED, DOWNLOAD_TOO_LARGE,
 * DOWNLOAD_CHANGED, ARCHIVE_UNSAFE, DATASET_INVALID, TIMED_OUT, CANCELLED
 */
export async function fetchDataset(
  links: readonly PinnedLink[],
  options: FetchOptions,
  network: Network = realNetwork,
): Promise<FetchedDataset> {
  // all are read before the first is fetched: a mistake in the last costs no download
  const parsed = links.map((pin) => ({ pin, link: parseDatasetLink(pin.link, options) }));
  const opened: OpenedSource[] = [];
  const close = async (): Promise<void> => {
    for (const source of opened.toReversed()) await source.close();
  };
  try {
    for (const { pin, link } of parsed) {
      // the kind chooses the opener that takes it; TypeScript cannot follow that
      opened.push(await openers[link.kind](link as never, { pin, options, network }));
    }
    return {
      sources: opened.map(({ source }) => source),
      files: joinFiles(opened),
      close,
    };
  } catch (error) {
    await close();
    if (error instanceof Failure || !options.world.signal.aborted) throw error;
    throw new Failure('CANCELLED', 'the fetching of the dataset was stopped', { cause: error });
  }
}

interface OpenedSource extends OpenedFiles {
  readonly source: PinnedLink;
  /** What to call it when it must be told from others. */
  readonly name: string;
}

interface Task {
  readonly pin: PinnedLink;
  readonly options: FetchOptions;
  readonly network: Network;
}

/** How each kind of link is opened; a new kind is one entry here and one in `parse-link.ts`. */
const openers: {
  readonly [Kind in DatasetLink['kind']]: (
    link: Extract<DatasetLink, { kind: Kind }>,
    task: Task,
  ) => Promise<OpenedSource>;
} = {
  https: openRemote,
  http: openRemote,
  file: openLocal,
};

async function openRemote({ url }: { readonly url: URL }, task: Task): Promise<OpenedSource> {
  const { pin, options } = task;
  const name = nameOf(url);
  const label = shortLink(url);
  const stored = (await findCached(task)) ?? (await download({ url, name, ...task }));
  checkPin(pin, stored, label);
  const opened = await openStored({ ...stored, name, label }, options.limits);
  return { ...opened, name, source: pinned(pin, stored) };
}

/** What the cache holds for a pinned link, hashed again; a damaged file is removed. */
async function findCached({ pin, options }: Task): Promise<StoredFile | undefined> {
  if (pin.sha256 === undefined) return undefined;
  const path = join(options.cacheFolder, pin.sha256);
  // most often it is not there
  const isThere = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isThere) return undefined;
  const stored = await hashFile(path, options.world.signal);
  if (stored.sha256 === pin.sha256) return stored;
  options.world.logger.warn(`the cached copy of ${pin.sha256} is damaged: fetching it again`);
  await rm(path, { force: true });
  return undefined;
}

async function openLocal({ path }: { readonly path: string }, task: Task): Promise<OpenedSource> {
  const { pin, options } = task;
  const { limits, world } = options;
  const label = pin.link;
  const name = basename(path);
  const found = await stat(path).catch((error: unknown) => {
    throw new Failure('FILE_MISSING', `${label} cannot be read`, { cause: error });
  });
  if (found.isDirectory()) {
    const opened = await openFolder(path, label, options);
    checkPin(pin, opened, label);
    return { ...opened, name, source: pinned(pin, opened) };
  }
  if (!found.isFile()) {
    throw new Failure('DATASET_INVALID', `${label}: expected a file or folder, found a device`);
  }
  if (found.size > limits.maxBytes) {
    throw new Failure(
      'DOWNLOAD_TOO_LARGE',
      `${label}: expected at most ${limits.maxBytes} bytes, found ${found.size}`,
    );
  }
  const stored = await hashFile(path, world.signal);
  checkPin(pin, stored, label);
  const opened = await openStored({ ...stored, name, label }, limits);
  return { ...opened, name, source: pinned(pin, stored) };
}

function pinned(pin: PinnedLink, found: { sha256: string; bytes: number }): PinnedLink {
  return { link: pin.link, sha256: found.sha256, bytes: found.bytes };
}

/** The last part of a link's path, as a file name. */
function nameOf(url: URL): string {
  const last = url.pathname.split('/').findLast((part) => part !== '') ?? 'data';
  const name = last.replace(/%20/g, ' ').replace(/[^\p{L}\p{N} ._-]/gu, '_');
  return /^\.*$/.test(name) ? 'data' : name;
}
