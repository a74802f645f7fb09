import { accountById, branchSha, findRepository } from './find.ts';
import { HttpError } from './http-error.ts';
import { isJsonObject } from './json.ts';
import { ours, refusal } from './ask-emulate.ts';
import { newRepository } from './new-repository.ts';
import type { Repository } from './repository.ts';
import { nextNumber, type State } from './state.ts';

export interface ForkOrder {
  readonly parent: Repository;
  /** Account. */
  readonly owner: number;
  readonly name?: string;
}

/** A copy for an account, which shares its objects with what it was forked from. */
export async function forkRepository(state: State, order: ForkOrder): Promise<Repository> {
  const { parent, owner, name = parent.name } = order;
  const account = accountById(state, owner);
  const known = findRepository(state, `${account.login}/${name}`);
  if (known) return known;
  if (parent.isPrivate) throw new HttpError(403, 'Forking is disabled for this repository.');
  const source = accountById(state, parent.owner).emulateLogin;
  const reply = await state.emulate.send(account, {
    method: 'POST',
    path: `/repos/${source}/${parent.name}/forks`,
    body: { name },
  });
  const profile = ours(state, reply.json);
  if (reply.status >= 400 || !isJsonObject(profile)) throw refusal(reply.status, reply.json);
  const fork = newRepository(state, {
    id: nextNumber(state, 'repository', 5001),
    owner,
    name,
    isPrivate: false,
    parent,
    profile,
  });
  const tip = branchSha(parent, parent.defaultBranch);
  if (tip !== null) fork.references.set(`refs/heads/${parent.defaultBranch}`, tip);
  state.repositories.set(fork.id, fork);
  return fork;
}
