import type { Account } from '../github/entities.ts';
import type {
  Environment,
  KeptRunnerGroup,
  OrganisationSettings,
  Permission,
  Ruleset,
} from './entities.ts';

/** How the organisation is. */
export interface ActualAccess {
  /** Who is in each team that is wanted or may do something in one of the repositories. */
  readonly teams: Readonly<Record<string, readonly Account[]>>;
  /** Wanted members by id, as they are called now; null where no account has the id. */
  readonly accounts: Readonly<Record<number, Account | null>>;
  /** Who was asked into a team and did not answer yet: `team/id`. */
  readonly invited: readonly string[];
  /** Ids of the organisation's members. */
  readonly organisationMembers: readonly number[];
  readonly repositories: Readonly<Record<string, ActualRepository>>;
  readonly settings: OrganisationSettings;
  /** Ours, where there is one. */
  readonly runnerGroup: KeptRunnerGroup | null;
  readonly codeowners: string | null;
}

export interface ActualRepository {
  readonly permissions: Readonly<Record<string, Permission>>;
  readonly environments: readonly Environment[];
  readonly rulesets: readonly Ruleset[];
}
