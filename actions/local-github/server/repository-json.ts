import { accountJson } from './account.ts';
import { accountById, fullNameOf } from './find.ts';
import type { Repository } from './repository.ts';
import { isAtLeast, type Role } from './role.ts';
import type { State } from './state.ts';

/** A repository as the API has it; with what the asker may do in it, where a role is given. */
export function repositoryJson(state: State, repository: Repository, role?: Role) {
  const fullName = fullNameOf(state, repository);
  const { parent } = repository;
  return {
    ...repository.profile,
    ...urls(state.url, fullName),
    id: repository.id,
    name: repository.name,
    full_name: fullName,
    private: repository.isPrivate,
    visibility: repository.isPrivate ? 'private' : 'public',
    owner: accountJson(accountById(state, repository.owner), state.url),
    fork: parent !== null,
    default_branch: repository.defaultBranch,
    created_at: repository.createdAt,
    ...(role && { permissions: permissionsOf(role) }),
  };
}

/** As `repositoryJson`, with what only `GET /repos/{owner}/{repo}` tells. */
export function fullRepositoryJson(
  state: State,
  repository: Repository,
  role: Role,
): Record<string, unknown> {
  const { parent, owner } = repository;
  const owned = accountById(state, owner);
  return {
    ...repositoryJson(state, repository, role),
    network_count: 0,
    subscribers_count: 0,
    ...(owned.type === 'Organization' && { organization: accountJson(owned, state.url) }),
    ...(parent && {
      parent: repositoryJson(state, parent),
      source: repositoryJson(state, parent),
    }),
  };
}

function permissionsOf(role: Role) {
  return {
    admin: isAtLeast(role, 'admin'),
    maintain: isAtLeast(role, 'maintain'),
    push: isAtLeast(role, 'write'),
    triage: isAtLeast(role, 'triage'),
    pull: isAtLeast(role, 'read'),
  };
}

/** Those that a job or a test follows; emulate's own name the owner's first login. */
function urls(url: string, fullName: string) {
  return {
    url: `${url}/repos/${fullName}`,
    html_url: `${url}/${fullName}`,
    clone_url: `${url}/${fullName}.git`,
  };
}
