import type { Repository } from './repository.ts';
import type { State } from './state.ts';

/** What a person may do in a repository, weakest first. */
export const roles = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const;
export type Role = (typeof roles)[number];

export function isAtLeast(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}

/** The strongest of what ownership, membership, teams and openness give. */
export function roleIn(state: State, account: number | null, repository: Repository): Role {
  const given: Role[] = [repository.isPrivate ? 'none' : 'read'];
  if (account !== null) {
    if (repository.owner === account) given.push('admin');
    given.push(repository.collaborators.get(account) ?? 'none');
    if (repository.owner === state.organisation.account.id) {
      given.push(...rolesByMembership(state, account, repository));
    }
  }
  return given.reduce((best, role) => (isAtLeast(role, best) ? role : best));
}

function rolesByMembership(state: State, account: number, repository: Repository): Role[] {
  const membership = state.organisation.members.get(account);
  if (!membership) return [];
  if (membership === 'admin') return ['admin'];
  const teams = [...state.organisation.teams.values()].filter((team) => team.members.has(account));
  return [
    state.organisation.baseRole,
    ...teams.map((team) => team.repositories.get(repository.id) ?? 'none'),
  ];
}
