import { Failure } from '@orangery/schemas';
import { defaultFetchLimits } from '../../dataset/fetch-options.ts';
import { isLoopbackHost } from '../../dataset/network/address.ts';
import { createHttpClient } from '../../dataset/network/create-http-client.ts';
import { realNetwork, type Network } from '../../dataset/network/network.ts';
import { shortLink } from '../../dataset/network/open-request.ts';
import type { World } from '../../world.ts';
import { metadataAddress } from './metadata-address.ts';

/** A file of metadata, and what its module may be called. */
export interface FoundMetadata {
  /** How messages name it. */
  readonly file: string;
  readonly text: string;
  /** Of the repository, the folder or the file. */
  readonly name: string;
}

const timeoutMs = 60_000;
const idleTimeoutMs = 20_000;
/** More is no metadata. */
export const largestMetadataBytes = 64 * 1024;

/**
 * Fetches the file behind an address, which may be the page of a repository on GitHub.
 * @param network replaced by tests only
 * @throws Failure LINK_INVALID, LINK_REFUSED, DOWNLOAD_FAILED, DOWNLOAD_TOO_LARGE, TIMED_OUT, CANCELLED
 */
export async function fetchMetadata(
  link: string,
  world: World,
  network: Network = realNetwork,
): Promise<FoundMetadata> {
  const { urls, name } = metadataAddress(checkedUrl(link));
  const limits = { ...defaultFetchLimits, timeoutMs, idleTimeoutMs };
  const http = createHttpClient({ world, limits, network });
  for (const url of urls) {
    const label = shortLink(url);
    const { status, text } = await http
      .send(() => ({ url }), label)
      .catch((error: unknown) => {
        throw notReached(error, label);
      });
    if (status === 404 && url !== urls.at(-1)) continue;
    if (status !== 200) throw notThere(urls, status);
    if (Buffer.byteLength(text) > largestMetadataBytes) throw tooLarge(label, text);
    return { file: label, text, name };
  }
  throw notThere(urls, 404);
}

function checkedUrl(link: string): URL {
  const url = URL.parse(link);
  const isSafe =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackHost(url.hostname));
  if (url !== null && isSafe && url.username === '' && url.password === '') return url;
  const found =
    url === null ? 'no address' : url.username === '' ? url.protocol : 'a user name in it';
  throw new Failure('LINK_INVALID', `link: expected an https address, found ${found}`, {
    hint: 'For example https://github.com/ai4os-hub/obsea-fish-detection.',
  });
}

function notThere(urls: readonly URL[], status: number): Failure {
  const [first] = urls;
  const found = status === 404 ? 'nothing (404)' : `an answer of status ${status}`;
  return new Failure(
    'DOWNLOAD_FAILED',
    `${shortLink(first!)}: expected a file of ai4-metadata, found ${found}`,
    { hint: 'Open it in a browser, or fetch the file and name it by its path.' },
  );
}

/** The guard of the network speaks of data sets, which this is none of. */
function notReached(error: unknown, label: string): unknown {
  if (!(error instanceof Failure) || error.code !== 'LINK_REFUSED') return error;
  return new Failure('LINK_REFUSED', error.message.replace(/^dataset link/, label), {
    cause: error,
    hint: 'Fetch the file yourself, and name it by its path.',
  });
}

function tooLarge(label: string, text: string): Failure {
  const expected = `at most ${largestMetadataBytes} bytes of metadata`;
  return new Failure(
    'DOWNLOAD_TOO_LARGE',
    `${label}: expected ${expected}, found ${Buffer.byteLength(text)}`,
    { hint: 'Name the file ai4-metadata.yml itself, not an archive or a page.' },
  );
}
