import { createPublicKey } from 'node:crypto';
import { actionsBotId, type Account } from './account.ts';
import { startEmulate } from './emulate.ts';
import { newRepository } from './new-repository.ts';
import type { LocalGitHubOptions, OrganisationOptions, TeamOptions } from './options.ts';
import { apiPermissions } from './permissions.ts';
import type { Repository } from './repository.ts';
import type { App, Organisation, State, Team } from './state.ts';

const firstIds = { person: 1001, organisation: 2001, repository: 3001, team: 4001, app: 6001 };
const installation = 7001;

/** Starts emulate, and lays out all that is kept beside it. */
export async function createState(
  options: LocalGitHubOptions,
  { url, privateKey }: { url: string; privateKey: string },
): Promise<State> {
  const { organisation, app, now = () => new Date(), seed = 'local' } = options;
  const people = options.people.map((login, index) => user(firstIds.person + index, login));
  const owner: Account = {
    ...user(firstIds.organisation, organisation.login),
    type: 'Organization',
  };
  const appId = app.id ?? firstIds.app;
  const bots = [bot(actionsBotId, 'github-actions'), bot(90_000_000 + appId, app.slug)] as const;
  const accounts = [...people, owner, ...bots];
  const repositories = repositoriesOf(options, owner);
  return {
    url,
    now,
    seed,
    emulate: await startEmulate({ url, organisation: owner.login, accounts, repositories }),
    accounts: new Map(accounts.map((account) => [account.id, account])),
    organisation: organisationOf(organisation, { owner, people, repositories }),
    app: appOf(app, { id: appId, bot: bots[1], privateKey }),
    repositories: new Map(repositories.map((repository) => [repository.id, repository])),
    ...nothingYet(),
  };
}

function repositoriesOf(
  { repositories, now = () => new Date() }: LocalGitHubOptions,
  owner: Account,
): readonly Repository[] {
  return repositories.map(({ name, isPrivate = false, variables }, index) =>
    newRepository(
      { now },
      {
        id: firstIds.repository + index,
        owner: owner.id,
        name,
        isPrivate,
        parent: null,
        profile: {},
        ...(variables && { variables }),
      },
    ),
  );
}

function appOf(
  { slug, permissions }: LocalGitHubOptions['app'],
  { id, bot, privateKey }: { id: number; bot: Account; privateKey: string },
): App {
  return {
    id,
    slug,
    name: slug,
    installation,
    bot,
    permissions: apiPermissions(permissions),
    publicKey: createPublicKey(privateKey),
  };
}

function nothingYet() {
  return {
    tokens: new Map(),
    runs: new Map(),
    artifacts: new Map(),
    reactions: [],
    faults: [],
    listeners: [],
    repeatListeners: [],
    counters: new Map(),
    times: new Map(),
  };
}

function user(id: number, login: string): Account {
  return { id, login, type: 'User', emulateLogin: login };
}

function bot(id: number, slug: string): Account {
  return { id, login: `${slug}[bot]`, type: 'Bot', emulateLogin: `${slug}[bot]` };
}

interface Seeded {
  readonly owner: Account;
  readonly people: readonly Account[];
  readonly repositories: readonly Repository[];
}

function organisationOf(options: OrganisationOptions, seeded: Seeded): Organisation {
  const { teams = {}, members = [], owners } = options;
  const idOf = (login: string) =>
    idByName(seeded.people, ({ login: name }) => name === login, login);
  const inTeams = Object.values(teams).flatMap((team) => team.members);
  const allGroup = {
    id: 1,
    name: 'Default',
    visibility: 'all' as const,
    allowsPublicRepositories: false,
    repositories: new Set<number>(),
    isDefault: true,
  };
  return {
    account: seeded.owner,
    baseRole: options.baseRole ?? 'none',
    members: new Map([
      ...[...members, ...inTeams].map((login) => [idOf(login), 'member'] as const),
      ...owners.map((login) => [idOf(login), 'admin'] as const),
    ]),
    teams: new Map(
      Object.entries(teams).map((entry, index) => [entry[0], teamOf(entry, index, seeded)]),
    ),
    rulesets: new Map(),
    runners: new Map(),
    runnerGroups: new Map([[allGroup.id, allGroup]]),
    settings: {
      enabledRepositories: 'all',
      allowedActions: 'all',
      workflowPermissions: 'read',
      mayApprovePullRequests: false,
      forkApproval: 'first_time_contributors',
    },
  };
}

function teamOf(
  [slug, { members, repositories }]: [string, TeamOptions],
  index: number,
  seeded: Seeded,
): Team {
  const idOf = (login: string) => idByName(seeded.people, (one) => one.login === login, login);
  const named = (name: string) => idByName(seeded.repositories, (one) => one.name === name, name);
  return {
    id: firstIds.team + index,
    slug,
    name: slug,
    description: null,
    privacy: 'closed',
    members: new Map(members.map((login) => [idOf(login), 'member'])),
    repositories: new Map(Object.entries(repositories).map(([name, role]) => [named(name), role])),
  };
}

function idByName<T extends { readonly id: number }>(
  known: readonly T[],
  isIt: (one: T) => boolean,
  name: string,
): number {
  const found = known.find(isIt);
  if (!found) throw new TypeError(`${name} is named, but not among the people or repositories`);
  return found.id;
}
