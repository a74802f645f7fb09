import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  fetchFile,
  type FetchFileOptions,
} from '../../../../runner/src/dataset/download/fetch-file.ts';
import type { RemoteFile } from '../../../../runner/src/dataset/links/resolved-link.ts';
import { realNetwork } from '../../../../runner/src/dataset/network/network.ts';
import type { TestOptions } from '../fetching.ts';

/** The real one, without waiting between attempts. */
export const quickNetwork = { ...realNetwork, retryPausesMs: [0, 0] };

/** A file behind an address, as a link's kind finds it. */
export function remoteFile(address: string, told: Partial<RemoteFile> = {}): RemoteFile {
  const url = new URL(address);
  return {
    ...{ path: 'data.csv', label: '<file>', identity: url.href },
    source: { kind: 'http', request: async () => ({ url }) },
    ...told,
  };
}

export async function fetchOne(
  file: RemoteFile,
  options: TestOptions,
  more: Partial<FetchFileOptions> = {},
) {
  const stored = await fetchFile(file, { options, network: quickNetwork, ...more });
  return { ...stored, content: await readFile(stored.path) };
}

export function hashOf(content: Uint8Array | string, algorithm = 'sha256'): string {
  return createHash(algorithm).update(content).digest('hex');
}

/** Name of what the cache keeps of a link. */
export function keyOf({ identity }: RemoteFile): string {
  return hashOf(identity);
}
