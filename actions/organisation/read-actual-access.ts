import type { Account } from '../github/entities.ts';
import type { GitHub } from '../github/github.ts';
import type { ActualAccess, ActualRepository } from './actual-access.ts';
import { codeownersPath } from './codeowners.ts';
import type { Organisation } from './organisation.ts';
import type { WantedAccess } from './wanted-access.ts';

/**
 * How the organisation is, as far as what is wanted concerns it.
 * @param commit of the catalogue's `main`
 * @throws Failure GITHUB_FAILED
 */
export async function readActualAccess(
  organisation: Organisation,
  catalogue: GitHub,
  { wanted, commit }: { readonly wanted: WantedAccess; readonly commit: string },
): Promise<ActualAccess> {
  const repositories: Record<string, ActualRepository> = {};
  for (const name of Object.keys(wanted.repositories)) {
    repositories[name] = await readRepository(organisation, name);
  }
  const teams = await readTeams(organisation, wanted, repositories);
  const accounts = await readAccounts(organisation, wanted);
  const groups = await organisation.listRunnerGroups();
  return {
    ...{ repositories, teams, accounts },
    invited: await readInvited(organisation, wanted, { teams, accounts }),
    organisationMembers: (await organisation.listMembers()).map(({ id }) => id),
    settings: await organisation.getSettings(),
    runnerGroup: groups.find(({ name }) => name === wanted.runnerGroup.name) ?? null,
    codeowners: await catalogue.readText(codeownersPath, commit),
  };
}

async function readRepository(
  organisation: Organisation,
  repository: string,
): Promise<ActualRepository> {
  return {
    permissions: await organisation.listTeamPermissions(repository),
    environments: await organisation.listEnvironments(repository),
    rulesets: await organisation.listRulesets(repository),
  };
}

type Teams = Readonly<Record<string, readonly Account[]>>;
type Accounts = Readonly<Record<number, Account | null>>;

async function readTeams(
  organisation: Organisation,
  wanted: WantedAccess,
  repositories: Readonly<Record<string, ActualRepository>>,
): Promise<Teams> {
  const known = await organisation.listTeams();
  const inRepositories = Object.values(repositories).flatMap((one) => Object.keys(one.permissions));
  const named = new Set([...wanted.teams, ...inRepositories]);
  const teams: Record<string, readonly Account[]> = {};
  for (const team of known.filter((slug) => named.has(slug))) {
    teams[team] = await organisation.listTeamMembers(team);
  }
  return teams;
}

async function readAccounts(organisation: Organisation, wanted: WantedAccess): Promise<Accounts> {
  const accounts: Record<number, Account | null> = {};
  for (const { id } of Object.values(wanted.members).flat()) {
    accounts[id] ??= await organisation.getAccount(id);
  }
  return accounts;
}

async function readInvited(
  organisation: Organisation,
  { members }: WantedAccess,
  { teams, accounts }: { readonly teams: Teams; readonly accounts: Accounts },
): Promise<readonly string[]> {
  const invited: string[] = [];
  for (const [team, people] of Object.entries(members)) {
    const present = teams[team];
    if (present === undefined) continue;
    for (const { id } of people.filter((one) => !present.some((member) => member.id === one.id))) {
      const login = accounts[id]?.login;
      if (login === undefined) continue;
      const state = await organisation.getMembership(team, login);
      if (state === 'pending') invited.push(`${team}/${id}`);
    }
  }
  return invited;
}
