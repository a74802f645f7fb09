import { findAccount } from './find.ts';
import { filesOf } from './git/files.ts';
import type { Repository } from './repository.ts';
import { isAtLeast, roleIn } from './role.ts';
import type { State } from './state.ts';

const places = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

/** Owners that GitHub would ignore: unknown ones, and those who may not write. */
export function codeownersErrors(state: State, repository: Repository, commit: string) {
  const files = filesOf(repository.objects, commit);
  const path = places.find((place) => files.has(place));
  if (path === undefined) return [];
  const text = repository.objects.blobs.get(files.get(path)?.sha ?? '')?.toString('utf8') ?? '';
  return text.split('\n').flatMap((source, index) =>
    [...source.replace(/#.*/, '').matchAll(/\s(@\S+)/g)].flatMap((found) => {
      const owner = found[1] ?? '';
      if (mayOwn(state, repository, owner.slice(1))) return [];
      const column = found.index + 2;
      const line = index + 1;
      const kind = 'Unknown owner';
      const suggestion = `make sure ${owner} exists and has write access to the repository`;
      const message = `${kind} on line ${line}: ${suggestion}\n\n  ${source}`;
      return [{ line, column, kind, source, suggestion, message, path }];
    }),
  );
}

function mayOwn(state: State, repository: Repository, name: string): boolean {
  const [owner = '', slug] = name.split('/');
  if (slug === undefined) {
    const account = findAccount(state, owner);
    return account !== undefined && isAtLeast(roleIn(state, account.id, repository), 'write');
  }
  const { account, teams } = state.organisation;
  if (owner.toLowerCase() !== account.login.toLowerCase()) return false;
  return isAtLeast(teams.get(slug)?.repositories.get(repository.id) ?? 'none', 'write');
}
