import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Executor } from '../../../actions/local-github/executor/executor.ts';
import { gardenNames } from '../../../actions/local-github/garden/garden-names.ts';
import { startGarden } from '../../../actions/local-github/garden/start-garden.ts';
import type { SeedFiles } from '../../../actions/local-github/server/index.ts';
import { tempFolder } from '../temp-folder.ts';
import { testWorld } from '../test-world.ts';
import { localGitHub, type CheckedGitHub } from './local-github.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** This repository and its runner repository on a local GitHub, whose workflows run. */
export interface LocalGarden {
  readonly hub: CheckedGitHub;
  readonly executor: Executor;
  readonly folder: string;
  /** Files of the catalogue's `main` now. */
  readMain(): Promise<ReadonlyMap<string, Buffer>>;
}

export interface GardenOptions {
  /** Changes to this repository's files; null takes one away. */
  readonly files?: SeedFiles;
  /** The same of the runner repository. */
  readonly runnerFiles?: SeedFiles;
  readonly runnerSecrets?: Readonly<Record<string, string>>;
  readonly runnerVariables?: Readonly<Record<string, string>>;
}

export const { catalogue, runner } = gardenNames;

/** ulla: no team; ada: app-developer; mo: model-developer; root, rita: admins; eve: no member. */
export async function localGarden(options: GardenOptions = {}): Promise<LocalGarden> {
  const { files = {}, runnerFiles = {}, runnerSecrets = {}, runnerVariables = {} } = options;
  const folder = await tempFolder();
  const { logger, signal } = testWorld();
  const order = {
    ...{ root, env: process.env, workFolder: join(folder, 'work'), logger, signal },
    ...{ files, runnerFiles, runnerSecrets, variables: runnerVariables },
  };
  const { hub, executor } = await startGarden(order, localGitHub);
  onTestFinished(() => executor.close());
  return { hub, executor, folder, readMain: () => readMain(hub) };
}

async function readMain(hub: CheckedGitHub): Promise<ReadonlyMap<string, Buffer>> {
  const { data } = await hub.as('root').request('GET /repos/{owner}/{repo}/branches/{branch}', {
    ...{ owner: 'garden', repo: 'orangery', branch: 'main' },
  });
  const files = await hub.forge.readFiles(catalogue, data.commit.sha);
  return new Map(files.map(({ path, content }) => [path, content]));
}
