import { Failure, type PinnedLink } from '@orangery/schemas';
import { evict } from './cache/evict.ts';
import type { DataFile } from './data-file.ts';
import { fetchFile } from './download/fetch-file.ts';
import type { FetchOptions } from './fetch-options.ts';
import { kindOf } from './links/kinds.ts';
import { parseDatasetLink } from './links/parse-link.ts';
import { requestHosts } from './links/request-hosts.ts';
import { createHttpClient } from './network/create-http-client.ts';
import { realNetwork, type Network } from './network/network.ts';
import { storedDataFile } from './stored-file.ts';

/** A file that was fetched. */
export interface FetchedFile extends DataFile {
  /** Whether its link is enough to read what is not public. */
  readonly givesAccess: boolean;
}

/**
 * Fetches the one file behind a link, whatever it holds, with the same checks and cache as data.
 * @param network replaced by tests only
 * @throws Failure LINK_INVALID, LINK_REFUSED, DOWNLOAD_FAILED, DOWNLOAD_TOO_LARGE, DOWNLOAD_CHANGED,
 * TIMED_OUT, CANCELLED; USAGE when the link leads to a folder, or to this machine's files
 */
export async function fetchOne(
  pin: PinnedLink,
  options: FetchOptions,
  network: Network = realNetwork,
): Promise<FetchedFile> {
  const link = parseDatasetLink(pin.link, options);
  if (link.kind === 'file') throw notOne(pin.link, 'a path: name it without file:');
  const kind = kindOf(link);
  const { limits, world, access } = options;
  const hosts = requestHosts(kind, options.hosts, access);
  const http = createHttpClient({ world, limits, network, hosts });
  const { maxEntries } = limits;
  const resolved = await kind.resolve(link, { http, access, world, maxEntries, hosts });
  const [file, ...more] = resolved.files;
  if (file === undefined || resolved.isFolder || more.length > 0) {
    throw notOne(kind.label(link), `a folder of ${resolved.files.length}`);
  }
  const stored = await fetchFile(file, { pin, options: { ...options, hosts }, network });
  await evict(options);
  return { ...storedDataFile(stored, file.path), givesAccess: kind.givesAccess(link) };
}

function notOne(label: string, found: string): Failure {
  return new Failure('USAGE', `${label}: expected a link to one file, found ${found}`);
}
