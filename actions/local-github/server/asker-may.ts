import type { Permissions } from '../forge.ts';
import { repositoryOf, type Exchange } from './exchange.ts';
import { isGranted } from './permissions.ts';
import { accountOf } from './principal.ts';
import { isAtLeast, roleIn, type Role } from './role.ts';

/** Whether whoever asks has a role in the repository, or a token with permissions. */
export function askerMay(exchange: Exchange, role: Role, permissions: Permissions): boolean {
  const { state, principal } = exchange;
  if (principal.kind === 'job' || principal.kind === 'app') {
    return isGranted(principal.permissions, [permissions]);
  }
  return isAtLeast(roleIn(state, accountOf(principal), repositoryOf(exchange)), role);
}
