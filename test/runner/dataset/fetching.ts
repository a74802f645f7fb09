import { join } from 'node:path';
import { connect } from 'node:net';
import {
  defaultFetchLimits,
  fetchDataset,
  noAccess,
  type FetchedDataset,
  type FetchLimits,
  type FetchOptions,
} from '../../../runner/src/dataset/index.ts';
import { realNetwork, type Network } from '../../../runner/src/dataset/network/network.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { testWorld, type TestWorld } from '../../helpers/test-world.ts';
import { caught } from '../../helpers/caught.ts';
import { onTestFinished } from 'vitest';
import type { PinnedLink } from '@orangery/schemas';

/** The real one, without waiting between attempts. */
const quickNetwork: Network = { ...realNetwork, retryPausesMs: [0, 0] };

export interface TestOptions extends Omit<FetchOptions, 'world'> {
  readonly world: TestWorld;
}

/** Options with an empty cache in a folder that holds these files. */
export async function fetchOptions(
  files: Readonly<Record<string, string | Uint8Array>> = {},
  limits: Partial<FetchLimits> = {},
  world: TestWorld = testWorld(),
): Promise<TestOptions> {
  const baseFolder = await tempFolder(files);
  return {
    allowLocal: true,
    baseFolder,
    cacheFolder: join(baseFolder, 'cache'),
    access: noAccess,
    limits: { ...defaultFetchLimits, ...limits },
    world,
  };
}

/** Fetches links; what was opened is closed when the test ends. */
export async function fetchLinks(
  links: readonly (string | PinnedLink)[],
  options: FetchOptions,
  network: Network = quickNetwork,
): Promise<FetchedDataset> {
  const pins = links.map((link) => (typeof link === 'string' ? { link } : link));
  const dataset = await fetchDataset(pins, options, network);
  onTestFinished(() => dataset.close());
  return dataset;
}

/** The failure that fetching one file of these bytes ends in. */
export async function refusalOf(name: string, bytes: string | Uint8Array): Promise<string> {
  const options = await fetchOptions({ [name]: bytes });
  return caught(() => fetchLinks([name], options));
}

/** Names that resolve to these addresses; whatever the address, a test server answers. */
export function networkTo(port: number, hosts: Readonly<Record<string, string>>): Network {
  const lookup: Network['lookup'] = (hostname, _, callback) => {
    const address = hosts[hostname];
    const missing = Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    if (address === undefined) callback(missing, []);
    else callback(null, [{ address, family: 4 }]);
  };
  return {
    retryPausesMs: [0, 0],
    lookup,
    buildConnector: (build) => (options, callback) => {
      const guarded = (build as { lookup: Network['lookup'] }).lookup;
      guarded(options.hostname, { all: true }, (error) => {
        if (error !== null) return callback(error, null);
        const socket = connect(port, '127.0.0.1', () => callback(null, socket));
        socket.once('error', (failed) => callback(failed, null));
      });
    },
  };
}
