import type { Permissions } from '../forge.ts';
import type { Repository } from './repository.ts';

/** Who a token speaks for. */
export type Principal =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'person'; readonly account: number }
  | JobPrincipal
  | AppPrincipal
  /** The App itself, by a signed statement: it may only ask for tokens. */
  | { readonly kind: 'app-key' };

/** A job's `GITHUB_TOKEN`. */
export interface JobPrincipal {
  readonly kind: 'job';
  readonly account: number;
  readonly repository: number;
  /** By names of the API: `pull_requests`. */
  readonly permissions: Permissions;
}

/** An installation of the App. */
export interface AppPrincipal {
  readonly kind: 'app';
  readonly account: number;
  readonly repositories: ReadonlySet<number>;
  readonly permissions: Permissions;
}

/** The account that acts. */
export function accountOf(principal: Principal): number | null {
  return 'account' in principal ? principal.account : null;
}

/** Whether the repository is among those the token was given for. */
export function reaches(principal: JobPrincipal | AppPrincipal, { id }: Repository): boolean {
  return principal.kind === 'job' ? principal.repository === id : principal.repositories.has(id);
}
