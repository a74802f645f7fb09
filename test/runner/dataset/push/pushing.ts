import { readDatasetAccess } from '../../../../runner/src/dataset/access.ts';
import { realNetwork, type Network } from '../../../../runner/src/dataset/network/network.ts';
import { pushDataset, type Pushed } from '../../../../runner/src/dataset/push/index.ts';
import { join } from 'node:path';
import { testWorld, type TestWorld } from '../../../helpers/test-world.ts';
import { fetchOptions, type TestOptions } from '../fetching.ts';

export interface PushSetup {
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly world?: TestWorld;
}

/** Options on a folder that holds these files, with what an environment gives. */
export async function pushOptions({
  files,
  env = {},
  world = testWorld(),
}: PushSetup = {}): Promise<TestOptions> {
  return { ...(await fetchOptions(files, {}, world)), access: readDatasetAccess(env) };
}

const quickNetwork: Network = { ...realNetwork, retryPausesMs: [0, 0] };

/** Pushes a file or folder of the options' folder, without waiting between attempts. */
export async function push(
  options: TestOptions,
  name: string,
  destination: string,
  {
    isDryRun = false,
    network = quickNetwork,
  }: { readonly isDryRun?: boolean; readonly network?: Network } = {},
): Promise<Pushed> {
  const order = { path: join(options.baseFolder, name), destination, isDryRun, options };
  return pushDataset(order, network);
}

/** How much was said to be sent, in the order it was said. */
export function sentBytes({ events }: TestWorld): number[] {
  return events.flatMap((event) => (event.type === 'upload' ? [event.sentBytes] : []));
}
