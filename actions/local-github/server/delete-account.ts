import type { Account } from './account.ts';
import { removeMember } from './remove-member.ts';
import type { State } from './state.ts';

/** Nobody finds the account any more; its forks and what it wrote stay. */
export function deleteAccount(state: State, account: Account): void {
  removeMember(state, account.id);
  account.isGone = true;
  for (const [text, { principal }] of state.tokens) {
    if (principal.kind === 'person' && principal.account === account.id) state.tokens.delete(text);
  }
}
