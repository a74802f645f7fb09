import { execFileSync } from 'node:child_process';
import { lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startExecutor, type Executor } from '../../../actions/local-github/executor/executor.ts';
import type { SeedFiles } from '../../../actions/local-github/server/index.ts';
import { tempFolder } from '../temp-folder.ts';
import { testWorld } from '../test-world.ts';
import { localGitHub, onlyTheApp, appPermissions, type CheckedGitHub } from './local-github.ts';

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

export const catalogue = 'garden/orangery';
export const runner = 'garden/orangery-runner';

/** ulla: no team; ada: app-developer; mo: model-developer; root, rita: admins; eve: no member. */
export async function localGarden(options: GardenOptions = {}): Promise<LocalGarden> {
  const names = { ORANGERY_CATALOGUE: catalogue, ORANGERY_RUNNER_REPOSITORY: runner };
  const variables = {
    ...names,
    ORANGERY_APP_ID: '6001',
    ORANGERY_CATALOGUE_NAME: 'orangery',
    ORANGERY_REPOSITORIES: 'orangery\norangery-runner',
    ...options.runnerVariables,
  };
  const hub = await localGitHub({
    organisation: {
      login: 'garden',
      owners: ['root', 'rita'],
      members: ['ulla'],
      teams: {
        admins: { members: ['root', 'rita'], repositories: { orangery: 'admin' } },
        'app-developers': { members: ['ada'], repositories: { orangery: 'triage' } },
        'model-developers': { members: ['mo'], repositories: { orangery: 'triage' } },
      },
    },
    people: ['ulla', 'ada', 'mo', 'root', 'rita', 'eve'],
    repositories: [
      {
        ...{ name: 'orangery', variables, rulesets: [onlyTheApp] },
        files: { ...trackedFiles(), ...options.files },
        environments: { control: { branches: ['main'] }, 'github-pages': { branches: ['main'] } },
      },
      {
        ...{ name: 'orangery-runner', isPrivate: true, variables },
        files: { ...runnerFiles(), ...options.runnerFiles },
        environments: { gpu: { branches: ['main'], secrets: { ...options.runnerSecrets } } },
      },
    ],
    app: { slug: 'orangery', permissions: appPermissions },
  });
  hub.setSecret(catalogue, 'control', 'ORANGERY_APP_KEY', hub.appPrivateKey);
  hub.setSecret(runner, 'gpu', 'ORANGERY_APP_KEY', hub.appPrivateKey);
  const folder = await tempFolder();
  const { logger, signal } = testWorld();
  const executor = await startExecutor({
    ...{ forge: hub.forge, workFolder: join(folder, 'work'), signal, logger, toolFolder: root },
    // links of releases are GitHub's; whoever follows them asks GITHUB_API_URL
    serverUrl: 'https://github.com',
    selfHosted: { repositories: [runner], labels: ['self-hosted', 'gpu'] },
  });
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

/** What the working tree has of what Git knows; tests are not needed to run it. */
function trackedFiles(): SeedFiles {
  const listed = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    {
      cwd: root,
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  const paths = String(listed)
    .split('\0')
    .filter((path) => path !== '' && !path.startsWith('test/'));
  return Object.fromEntries(
    paths.map((path) => {
      const full = join(root, path);
      const found = lstatSync(full);
      if (found.isSymbolicLink()) return [path, { mode: '120000', content: readlinkSync(full) }];
      const mode = (found.mode & 0o111) === 0 ? '100644' : '100755';
      return [path, { mode, content: readFileSync(full) }];
    }),
  );
}

/** What `orangery github init` puts into the runner repository. */
function runnerFiles(): SeedFiles {
  const folder = 'runner/github/workflows';
  const listed = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', folder],
    {
      cwd: root,
    },
  );
  const paths = String(listed)
    .split('\0')
    .filter((path) => path !== '');
  const files = paths.map((path) => {
    return [path.replace(folder, '.github/workflows'), readFileSync(join(root, path))] as const;
  });
  return { 'README.md': '# Machines\n', ...Object.fromEntries(files) };
}
