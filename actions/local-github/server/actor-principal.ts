import { requireAccount } from './find.ts';
import type { State } from './state.ts';

/** A person who acts without a token, as with Git or in the browser. */
export function actorPrincipal(state: State, login: string) {
  return { kind: 'person', account: requireAccount(state, login).id } as const;
}
