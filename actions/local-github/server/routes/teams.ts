import { accountJson, nodeId } from '../account.ts';
import {
  created,
  noContent,
  ok,
  parameter,
  type Exchange,
  type Reply,
  type Routes,
} from '../exchange.ts';
import { accountById, requireAccount } from '../find.ts';
import { HttpError, invalid, notFound } from '../http-error.ts';
import { listReply } from '../pages.ts';
import { optionalText, optionalTexts, requiredText } from '../read-body.ts';
import type { Repository } from '../repository.ts';
import { repositoryJson } from '../repository-json.ts';
import { isAtLeast, type Role } from '../role.ts';
import { nextNumber, timestamp, type State, type Team } from '../state.ts';
import { repositoryOf } from '../exchange.ts';

const list = '/orgs/{org}/teams';
const one = `${list}/{team_slug}`;
/** By the names that settings of permissions have. */
export const rolesByPermission: Readonly<Record<string, Role>> = {
  pull: 'read',
  triage: 'triage',
  push: 'write',
  maintain: 'maintain',
  admin: 'admin',
};

export const teamsRoutes: Routes = {
  [`GET ${list}`]: (exchange) => {
    const { state } = exchange;
    const teams = [...state.organisation.teams.values()];
    return listReply(
      exchange,
      teams.map((team) => teamJson(state, team)),
    );
  },
  [`POST ${list}`]: create,
  [`GET ${one}`]: (exchange) => ok(fullTeamJson(exchange.state, teamOf(exchange))),
  [`PATCH ${one}`]: update,
  [`DELETE ${one}`]: (exchange) => {
    exchange.state.organisation.teams.delete(teamOf(exchange).slug);
    return noContent();
  },
  [`GET ${one}/members`]: (exchange) => {
    const { state } = exchange;
    const ids = [...teamOf(exchange).members.keys()];
    return listReply(
      exchange,
      ids.map((id) => accountJson(accountById(state, id), state.url)),
    );
  },
  [`GET ${one}/memberships/{username}`]: (exchange) => {
    const account = requireAccount(exchange.state, parameter(exchange, 'username'));
    return ok(membershipJson(exchange, account.id));
  },
  [`PUT ${one}/memberships/{username}`]: addMember,
  [`DELETE ${one}/memberships/{username}`]: (exchange) => {
    const account = requireAccount(exchange.state, parameter(exchange, 'username'));
    if (!teamOf(exchange).members.delete(account.id)) throw notFound();
    return noContent();
  },
  [`GET ${one}/repos`]: listRepositories,
  [`GET ${one}/repos/{owner}/{repo}`]: readRepository,
  [`PUT ${one}/repos/{owner}/{repo}`]: addRepository,
  [`DELETE ${one}/repos/{owner}/{repo}`]: (exchange) => {
    teamOf(exchange).repositories.delete(repositoryOf(exchange).id);
    return noContent();
  },
  'GET /repos/{owner}/{repo}/teams': (exchange) => {
    const { state } = exchange;
    const { id } = repositoryOf(exchange);
    const found = [...state.organisation.teams.values()].filter((team) =>
      team.repositories.has(id),
    );
    return listReply(
      exchange,
      found.map((team) => ({
        ...teamJson(state, team),
        ...permissionOf(team.repositories.get(id)),
      })),
    );
  },
};

function teamOf(exchange: Exchange): Team {
  const team = exchange.state.organisation.teams.get(parameter(exchange, 'team_slug'));
  if (!team) throw notFound();
  return team;
}

function create(exchange: Exchange): Reply {
  const { state, body } = exchange;
  const { teams, members } = state.organisation;
  const name = requiredText(body, 'name');
  const slug = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  if (teams.has(slug)) throw invalid('Name must be unique for this org', 'name');
  const maintainers = (optionalTexts(body, 'maintainers') ?? []).map((login) => {
    const { id } = requireAccount(state, login);
    if (!members.has(id)) throw invalid(`${login} is no member`, 'maintainers');
    return [id, 'maintainer'] as const;
  });
  const team: Team = {
    id: nextNumber(state, 'team', 1),
    slug,
    name,
    description: optionalText(body, 'description') ?? null,
    privacy: privacyOf(body.privacy) ?? 'secret',
    members: new Map(maintainers),
    repositories: new Map(),
  };
  teams.set(slug, team);
  return created(fullTeamJson(state, team));
}

function update(exchange: Exchange): Reply {
  const { state, body } = exchange;
  const team = teamOf(exchange);
  team.name = optionalText(body, 'name') ?? team.name;
  team.description = optionalText(body, 'description') ?? team.description;
  team.privacy = privacyOf(body.privacy) ?? team.privacy;
  return ok(fullTeamJson(state, team));
}

function privacyOf(given: unknown): Team['privacy'] | undefined {
  return given === 'closed' || given === 'secret' ? given : undefined;
}

/** Somebody who is no member yet is invited; here he accepts at once. */
function addMember(exchange: Exchange): Reply {
  const { state, body } = exchange;
  const account = requireAccount(state, parameter(exchange, 'username'));
  if (account.type !== 'User') throw new HttpError(403, 'Only people are members of teams.');
  const role = optionalText(body, 'role') === 'maintainer' ? 'maintainer' : 'member';
  const { members } = state.organisation;
  if (!members.has(account.id)) members.set(account.id, 'member');
  teamOf(exchange).members.set(account.id, role);
  return ok(membershipJson(exchange, account.id));
}

function membershipJson(exchange: Exchange, id: number) {
  const { state } = exchange;
  const team = teamOf(exchange);
  const role = team.members.get(id);
  if (!role) throw notFound();
  const { login } = accountById(state, id);
  const url = `${state.url}/orgs/${state.organisation.account.login}/teams/${team.slug}`;
  return { url: `${url}/memberships/${login}`, role, state: 'active' };
}

function listRepositories(exchange: Exchange): Reply {
  const { state } = exchange;
  const found = [...teamOf(exchange).repositories].flatMap(([id, role]) => {
    const repository = state.repositories.get(id);
    return repository ? [{ ...repositoryJson(state, repository, role), role_name: role }] : [];
  });
  return listReply(exchange, found);
}

/** 204, or the repository where the asker accepts its media type. */
function readRepository(exchange: Exchange): Reply {
  const { state, headers } = exchange;
  const repository: Repository = repositoryOf(exchange);
  const role = teamOf(exchange).repositories.get(repository.id);
  if (!role) throw notFound();
  if (!headers.get('accept')?.includes('repository+json')) return noContent();
  return ok({ ...repositoryJson(state, repository, role), role_name: role });
}

function addRepository(exchange: Exchange): Reply {
  const permission = optionalText(exchange.body, 'permission') ?? 'push';
  const role = rolesByPermission[permission];
  if (!role) throw invalid(`${permission} is not a permission`, 'permission');
  teamOf(exchange).repositories.set(repositoryOf(exchange).id, role);
  return noContent();
}

function teamJson(state: State, team: Team) {
  const { login } = state.organisation.account;
  const url = `${state.url}/organizations/${state.organisation.account.id}/team/${team.id}`;
  return {
    id: team.id,
    node_id: nodeId('Team', team.id),
    name: team.name,
    slug: team.slug,
    description: team.description,
    privacy: team.privacy,
    notification_setting: 'notifications_enabled',
    permission: 'pull',
    type: 'organization',
    organization_id: state.organisation.account.id,
    url,
    html_url: `${state.url}/orgs/${login}/teams/${team.slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    parent: null,
  };
}

function fullTeamJson(state: State, team: Team) {
  const { account } = state.organisation;
  const url = `${state.url}/orgs/${account.login}`;
  const now = timestamp(state);
  return {
    ...teamJson(state, team),
    members_count: team.members.size,
    repos_count: team.repositories.size,
    created_at: now,
    updated_at: now,
    organization: {
      ...accountJson(account, state.url),
      url,
      hooks_url: `${url}/hooks`,
      issues_url: `${url}/issues`,
      members_url: `${url}/members{/member}`,
      public_members_url: `${url}/public_members{/member}`,
      description: null,
      has_organization_projects: true,
      has_repository_projects: true,
      public_repos: 0,
      public_gists: 0,
      followers: 0,
      following: 0,
      html_url: `${state.url}/${account.login}`,
      created_at: now,
      updated_at: now,
      archived_at: null,
    },
  };
}

function permissionOf(role: Role | undefined) {
  const given = Object.entries(rolesByPermission).find(([, known]) => known === role);
  return {
    permission: given?.[0] ?? 'pull',
    permissions: Object.fromEntries(
      Object.entries(rolesByPermission).map(([name, needed]) => [
        name,
        isAtLeast(role ?? 'none', needed),
      ]),
    ),
  };
}
