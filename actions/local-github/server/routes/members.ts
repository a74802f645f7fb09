import { accountJson, nodeId } from '../account.ts';
import { noContent, ok, parameter, type Exchange, type Reply, type Routes } from '../exchange.ts';
import { accountById, requireAccount } from '../find.ts';
import { HttpError, invalid, notFound } from '../http-error.ts';
import { listReply } from '../pages.ts';
import { removeMember } from '../remove-member.ts';
import { repositoryJson } from '../repository-json.ts';
import { isAtLeast, roleIn } from '../role.ts';
import { accountOf } from '../principal.ts';
import { timestamp, type State } from '../state.ts';
import { optionalText } from '../read-body.ts';

const org = '/orgs/{org}';

export const membersRoutes: Routes = {
  [`GET ${org}`]: ({ state }) => ok(organisationJson(state)),
  [`PATCH ${org}`]: ({ state }) => ok(organisationJson(state)),
  [`GET ${org}/members`]: listMembers,
  [`GET ${org}/members/{username}`]: (exchange) => {
    const { state } = exchange;
    const account = requireAccount(state, parameter(exchange, 'username'));
    if (!state.organisation.members.has(account.id)) throw notFound();
    return noContent();
  },
  [`DELETE ${org}/members/{username}`]: remove,
  [`GET ${org}/memberships/{username}`]: (exchange) => {
    const { state } = exchange;
    const account = requireAccount(state, parameter(exchange, 'username'));
    return ok(membershipJson(state, account.id));
  },
  [`PUT ${org}/memberships/{username}`]: setMembership,
  [`DELETE ${org}/memberships/{username}`]: remove,
  [`GET ${org}/repos`]: listRepositories,
};

function listMembers(exchange: Exchange): Reply {
  const { state, query } = exchange;
  const wanted = query.get('role') ?? 'all';
  const found = [...state.organisation.members].filter(
    ([, role]) => wanted === 'all' || role === wanted,
  );
  return listReply(
    exchange,
    found.map(([id]) => accountJson(accountById(state, id), state.url)),
  );
}

function setMembership(exchange: Exchange): Reply {
  const { state, body } = exchange;
  const account = requireAccount(state, parameter(exchange, 'username'));
  const role = optionalText(body, 'role') ?? 'member';
  if (role !== 'admin' && role !== 'member') throw invalid('role is not admin or member', 'role');
  const { members } = state.organisation;
  if (members.get(account.id) === 'admin' && role === 'member') refuseLastOwner(state);
  members.set(account.id, role);
  return ok(membershipJson(state, account.id));
}

function remove(exchange: Exchange): Reply {
  const { state } = exchange;
  const account = requireAccount(state, parameter(exchange, 'username'));
  const membership = state.organisation.members.get(account.id);
  if (!membership) throw notFound();
  if (membership === 'admin') refuseLastOwner(state);
  removeMember(state, account.id);
  return noContent();
}

function refuseLastOwner({ organisation }: State): void {
  const owners = [...organisation.members.values()].filter((role) => role === 'admin');
  if (owners.length < 2) throw new HttpError(403, 'An organization must have at least one owner.');
}

function membershipJson(state: State, id: number) {
  const { account, members } = state.organisation;
  const role = members.get(id);
  if (!role) throw notFound();
  const user = accountById(state, id);
  const url = `${state.url}/orgs/${account.login}`;
  return {
    url: `${url}/memberships/${user.login}`,
    state: 'active',
    role,
    organization_url: url,
    organization: briefOrganisation(state),
    user: accountJson(user, state.url),
  };
}

function listRepositories(exchange: Exchange): Reply {
  const { state, principal } = exchange;
  const account = accountOf(principal);
  const found = [...state.repositories.values()].filter(
    (repository) =>
      repository.owner === state.organisation.account.id &&
      (principal.kind === 'app'
        ? principal.repositories.has(repository.id)
        : isAtLeast(roleIn(state, account, repository), 'read')),
  );
  return listReply(
    exchange,
    found.map((repository) => repositoryJson(state, repository)),
  );
}

function briefOrganisation({ organisation, url }: State) {
  const { id, login } = organisation.account;
  const api = `${url}/orgs/${login}`;
  return {
    login,
    id,
    node_id: nodeId('Organization', id),
    url: api,
    repos_url: `${api}/repos`,
    events_url: `${api}/events`,
    hooks_url: `${api}/hooks`,
    issues_url: `${api}/issues`,
    members_url: `${api}/members{/member}`,
    public_members_url: `${api}/public_members{/member}`,
    avatar_url: `${url}/avatars/u/${id}`,
    description: null,
  };
}

function organisationJson(state: State) {
  const now = timestamp(state);
  return {
    ...briefOrganisation(state),
    name: state.organisation.account.login,
    has_organization_projects: true,
    has_repository_projects: true,
    public_repos: state.repositories.size,
    public_gists: 0,
    followers: 0,
    following: 0,
    html_url: `${state.url}/${state.organisation.account.login}`,
    type: 'Organization',
    default_repository_permission: state.organisation.baseRole,
    two_factor_requirement_enabled: true,
    members_can_create_repositories: false,
    created_at: now,
    updated_at: now,
    archived_at: null,
  };
}
