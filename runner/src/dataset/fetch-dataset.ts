import { Failure, type PinnedLink } from '@orangery/schemas';
import { evict } from './cache/evict.ts';
import type { FetchedDataset, FetchOptions } from './fetch-options.ts';
import { joinFiles } from './join-files.ts';
import { kindOf } from './links/kinds.ts';
import { parseDatasetLink } from './links/parse-link.ts';
import { prepareProvided } from './provided.ts';
import { requestHosts } from './links/request-hosts.ts';
import { readSecretLink } from './links/secret-link.ts';
import { createHttpClient } from './network/create-http-client.ts';
import { realNetwork, type Network } from './network/network.ts';
import { openLocal } from './open-local.ts';
import { openRemote } from './open-remote.ts';
import type { OpenedSource, SourceTask } from './opened-source.ts';

export { defaultFetchLimits } from './fetch-options.ts';
export type { FetchedDataset, FetchLimits, FetchOptions } from './fetch-options.ts';

/**
 * Fetches the links of a dataset, checks and unpacks what came, and opens its files. Several links
 * make one dataset.
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
  const tasks = links.map((pin) => prepareLink(pin, options, network));
  const opened: OpenedSource[] = [];
  const close = async (): Promise<void> => {
    for (const source of opened.toReversed()) await source.close();
  };
  try {
    for (const { open } of tasks) opened.push(await open());
    await evict(options);
    const told = opened.find(({ license }) => license !== undefined);
    const citation = opened.find((source) => source.citation !== undefined)?.citation;
    return {
      sources: opened.map(({ source }) => source),
      places: opened.map(({ name, place }) => ({ name, ...place })),
      files: joinFiles(opened),
      ...(told?.license === undefined ? {} : { license: told.license }),
      ...(citation === undefined ? {} : { citation }),
      givesAccess: tasks.some((task) => task.givesAccess),
      close,
    };
  } catch (error) {
    await close();
    if (error instanceof Failure || !options.world.signal.aborted) throw error;
    throw new Failure('CANCELLED', 'the fetching of the dataset was stopped', { cause: error });
  }
}

export interface PreparedSource {
  readonly givesAccess: boolean;
  open(): Promise<OpenedSource>;
}

function prepareLink(pin: PinnedLink, options: FetchOptions, network: Network): PreparedSource {
  const { provided } = options;
  return provided === undefined
    ? prepare(pin, options, network)
    : prepareProvided(pin, provided, options);
}

function prepare(pin: PinnedLink, options: FetchOptions, network: Network): PreparedSource {
  const secret = readSecretLink(pin.link, options.access);
  // whoever stored a secret's link has chosen its host
  const named = secret === undefined ? options.hosts : undefined;
  const { hosts: _, ...rest } = options;
  const typed = { ...rest, ...(named !== undefined && { hosts: named }) };
  const link = parseDatasetLink(secret?.link ?? pin.link, typed);
  const { limits, world, access } = options;
  const hosts = link.kind === 'file' ? [] : requestHosts(kindOf(link), named, access);
  const http = createHttpClient({ world, limits, network, hosts });
  const hiddenBehind = secret?.name;
  const task: SourceTask = { pin, options: { ...options, hosts }, network, http, hiddenBehind };
  if (link.kind === 'file') return { givesAccess: false, open: () => openLocal(link, task) };
  const kind = kindOf(link);
  const givesAccess = secret !== undefined || kind.givesAccess(link);
  return { givesAccess, open: () => openRemote(link, task) };
}
