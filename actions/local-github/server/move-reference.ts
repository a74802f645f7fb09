import { ancestors } from './git/history.ts';
import { invalid } from './http-error.ts';
import { emit } from './emit.ts';
import { accountById } from './find.ts';
import { commitJson } from './commit-json.ts';
import { followHead } from './follow-head.ts';
import type { Principal } from './principal.ts';
import type { Repository } from './repository.ts';
import { enforceRules, type ReferenceChange } from './ruleset.ts';
import type { State } from './state.ts';

const nothing = '0'.repeat(40);

export interface Move {
  readonly principal: Principal;
  readonly repository: Repository;
  /** Full: `refs/heads/main`. */
  readonly reference: string;
  /** Null deletes. */
  readonly to: string | null;
  readonly isForced?: boolean;
  readonly isMerge?: boolean;
  /** What GitHub answers here when a rule forbids it. */
  readonly refusedWith: number;
}

/** The only way a reference changes: by the rules, told to those who listen, followed by pull requests. */
export async function moveReference(state: State, move: Move): Promise<void> {
  const { principal, repository, reference, to } = move;
  const from = repository.references.get(reference) ?? null;
  const change = changeOf(move, from);
  enforceRules(state, { principal, repository, change, status: move.refusedWith });
  if (to === null) repository.references.delete(reference);
  else repository.references.set(reference, to);
  tellPush(state, move, from);
  await followHead(state, { principal, repository, reference, to });
}

function changeOf(move: Move, from: string | null): ReferenceChange {
  const { repository, reference, to, isForced = false, isMerge = false } = move;
  const kind = to === null ? 'deletion' : from === null ? 'creation' : 'update';
  const isBackwards = from !== null && to !== null && !ancestors(repository.objects, to).has(from);
  if (isBackwards && !isForced) throw invalid('Update is not a fast forward');
  return { reference, kind, isForced: isBackwards, isMerge };
}

function tellPush(state: State, move: Move, from: string | null): void {
  const { principal, repository, reference, to } = move;
  const head = to === null ? null : commitJson(state, repository, to);
  const payload = {
    ref: reference,
    before: from ?? nothing,
    after: to ?? nothing,
    created: from === null,
    deleted: to === null,
    forced: move.isForced ?? false,
    base_ref: null,
    compare: '',
    commits: [],
    head_commit: head && { id: to, message: head.commit.message, tree_id: head.commit.tree.sha },
    pusher: { name: accountById(state, 'account' in principal ? principal.account : 0).login },
  };
  if (to === null) return;
  emit(state, { principal, repository }, { name: 'push', ref: reference, sha: to, payload });
}
