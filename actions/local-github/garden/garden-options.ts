import type { LocalGitHubOptions, SeedFiles } from '../server/index.ts';
import type { JsonObject } from '../server/json.ts';
import { appPermissions } from './app-permissions.ts';
import { gardenNames } from './garden-names.ts';

export interface GardenSeed {
  /** Of the catalogue's `main`. */
  readonly files: SeedFiles;
  /** The same of the runner repository. */
  readonly runnerFiles: SeedFiles;
  readonly runnerSecrets?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly port?: number;
  /** What tokens are derived from; where others may reach it, nothing that they can guess. */
  readonly seed?: string;
}

/** Who is there, with what they are. */
export const gardenPeople: Readonly<Record<string, string>> = {
  ulla: 'user, in no team',
  ada: 'app-developer',
  mo: 'model-developer',
  root: 'admin',
  rita: 'admin',
  eve: 'no member',
};

/** Only the App moves branches. */
const onlyTheApp: JsonObject = {
  name: 'only the App',
  target: 'branch',
  enforcement: 'active',
  conditions: { ref_name: { include: ['~ALL'], exclude: [] } },
  rules: [{ type: 'creation' }, { type: 'update' }, { type: 'deletion' }],
  bypass_actors: [{ actor_id: 6001, actor_type: 'Integration', bypass_mode: 'always' }],
};

/** The organisation `garden`: this repository, its runner repository, people of every role, and the App. */
export function gardenOptions(order: GardenSeed): LocalGitHubOptions {
  const { files, runnerFiles, runnerSecrets = {}, port, seed } = order;
  const variables = {
    ORANGERY_APP_ID: '6001',
    ORANGERY_CATALOGUE: gardenNames.catalogue,
    ORANGERY_CATALOGUE_NAME: 'orangery',
    ORANGERY_REGISTRY: 'none',
    ORANGERY_REPOSITORIES: 'orangery\norangery-runner',
    ORANGERY_RUNNER_REPOSITORY: gardenNames.runner,
    ...order.variables,
  };
  return {
    ...(port !== undefined && { port }),
    ...(seed !== undefined && { seed }),
    organisation: {
      login: gardenNames.organisation,
      owners: ['root', 'rita'],
      members: ['ulla'],
      teams: {
        admins: { members: ['root', 'rita'], repositories: { orangery: 'admin' } },
        'app-developers': { members: ['ada'], repositories: { orangery: 'triage' } },
        'model-developers': { members: ['mo'], repositories: { orangery: 'triage' } },
      },
    },
    people: Object.keys(gardenPeople),
    repositories: [
      {
        ...{ name: 'orangery', variables, files, rulesets: [onlyTheApp] },
        environments: { control: { branches: ['main'] }, 'github-pages': { branches: ['main'] } },
      },
      {
        ...{ name: 'orangery-runner', isPrivate: true, variables, files: runnerFiles },
        environments: { gpu: { branches: ['main'], secrets: runnerSecrets } },
      },
    ],
    app: { slug: 'orangery', permissions: appPermissions },
  };
}
