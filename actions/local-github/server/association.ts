import type { Repository } from './repository.ts';
import type { State } from './state.ts';

/** How an author stands to a repository. It says nothing of what he may do. */
export function associationOf(state: State, account: number, repository: Repository): string {
  if (repository.owner === account) return 'OWNER';
  const isOfOrganisation = repository.owner === state.organisation.account.id;
  if (isOfOrganisation && state.organisation.members.has(account)) return 'MEMBER';
  return repository.collaborators.has(account) ? 'COLLABORATOR' : 'NONE';
}
