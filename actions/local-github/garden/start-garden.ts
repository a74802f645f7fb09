import type { Logger } from '@orangery/runner';
import { startExecutor, type Executor } from '../executor/executor.ts';
import {
  startLocalGitHub,
  type LocalGitHub,
  type LocalGitHubOptions,
  type SeedFiles,
} from '../server/index.ts';
import { gardenNames } from './garden-names.ts';
import { gardenOptions, type GardenSeed } from './garden-options.ts';
import { workingFiles, type Checkout } from './working-files.ts';

export interface GardenOrder extends Checkout, Partial<GardenSeed> {
  /** A folder of its own. */
  readonly workFolder: string;
  readonly logger: Logger;
}

export interface Garden<Hub extends LocalGitHub = LocalGitHub> {
  readonly hub: Hub;
  readonly executor: Executor;
}

const workflowFolder = 'runner/github/workflows/';

/** This repository and its runner repository on a local GitHub, whose workflows run. */
export async function startGarden(order: GardenOrder): Promise<Garden>;
export async function startGarden<Hub extends LocalGitHub>(
  order: GardenOrder,
  start: (options: LocalGitHubOptions) => Promise<Hub>,
): Promise<Garden<Hub>>;
export async function startGarden(
  order: GardenOrder,
  start: (options: LocalGitHubOptions) => Promise<LocalGitHub> = startLocalGitHub,
): Promise<Garden> {
  const { root, workFolder, logger, signal } = order;
  const files = { ...(await workingFiles(order)), ...order.files };
  const runnerFiles = { ...filesOfRunner(files), ...order.runnerFiles };
  const hub = await start(gardenOptions({ ...order, files, runnerFiles }));
  const { catalogue, runner } = gardenNames;
  hub.setSecret(catalogue, 'control', 'ORANGERY_APP_KEY', hub.appPrivateKey);
  hub.setSecret(runner, 'gpu', 'ORANGERY_APP_KEY', hub.appPrivateKey);
  const executor = await startExecutor({
    ...{ forge: hub.forge, workFolder, signal, logger, toolFolder: root },
    // links of releases are GitHub's; whoever follows them asks GITHUB_API_URL
    serverUrl: 'https://github.com',
    selfHosted: { repositories: [runner], labels: ['self-hosted', 'gpu'] },
  });
  return { hub, executor };
}

/** What `orangery github init` puts into the runner repository. */
function filesOfRunner(files: SeedFiles): SeedFiles {
  const workflows = Object.entries(files)
    .filter(([path]) => path.startsWith(workflowFolder))
    .map(([path, file]) => [path.replace(workflowFolder, '.github/workflows/'), file] as const);
  return { 'README.md': '# Machines\n', ...Object.fromEntries(workflows) };
}
