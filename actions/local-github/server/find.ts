import type { Account } from './account.ts';
import { notFound } from './http-error.ts';
import type { Repository } from './repository.ts';
import type { State } from './state.ts';

/** The account that has this login now, whatever the case. */
export function findAccount(state: State, login: string): Account | undefined {
  const wanted = login.toLowerCase();
  return [...state.accounts.values()].find(({ login: name, isGone = false }) => {
    return !isGone && name.toLowerCase() === wanted;
  });
}

/** As `findAccount`; 404 when nobody has it. */
export function requireAccount(state: State, login: string): Account {
  const account = findAccount(state, login);
  if (!account) throw notFound();
  return account;
}

export function accountById(state: State, id: number): Account {
  const account = state.accounts.get(id);
  if (!account) throw notFound();
  return account;
}

/** By `owner/name`; undefined when there is none. */
export function findRepository(state: State, fullName: string): Repository | undefined {
  const wanted = fullName.toLowerCase();
  return [...state.repositories.values()].find(
    (repository) => fullNameOf(state, repository).toLowerCase() === wanted,
  );
}

/** As `findRepository`; 404 when there is none. */
export function requireRepository(state: State, fullName: string): Repository {
  const repository = findRepository(state, fullName);
  if (!repository) throw notFound();
  return repository;
}

export function fullNameOf(state: State, repository: Repository): string {
  return `${accountById(state, repository.owner).login}/${repository.name}`;
}

/** The commit that a branch of a repository points to. */
export function branchSha(repository: Repository, branch: string): string | null {
  return repository.references.get(`refs/heads/${branch}`) ?? null;
}
