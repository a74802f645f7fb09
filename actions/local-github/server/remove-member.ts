import type { State } from './state.ts';

/** Takes an account out of the organisation, and with it out of every team and private repository. */
export function removeMember(state: State, account: number): void {
  const { organisation, repositories } = state;
  organisation.members.delete(account);
  for (const team of organisation.teams.values()) team.members.delete(account);
  for (const repository of repositories.values()) {
    if (repository.owner === organisation.account.id && repository.isPrivate) {
      repository.collaborators.delete(account);
    }
  }
}
