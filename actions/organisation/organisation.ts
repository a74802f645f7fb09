import type { Account } from '../github/entities.ts';
import type {
  DatedBranch,
  Environment,
  OrganisationSettings,
  Permission,
  Runner,
} from './entities.ts';
import type { KeptRunnerGroup, Ruleset, RunnerGroup } from './entities.ts';

/**
 * What the reconciliation of access needs of GitHub: the organisation and settings of its repositories, which
 * are named `owner/name`. Every method throws a Failure GITHUB_FAILED when GitHub does not answer as expected.
 */
export interface Organisation {
  readonly login: string;
  /** Whose token it is, of a person; null for a token of the App. */
  whoAmI(): Promise<Account | null>;
  /** The account that has this numeric id now, whatever it was called. */
  getAccount(id: number): Promise<Account | null>;
  listMembers(): Promise<readonly Account[]>;

  /** Slugs. */
  listTeams(): Promise<readonly string[]>;
  /** One that all members see. */
  createTeam(team: string): Promise<void>;
  /** Those who accepted. */
  listTeamMembers(team: string): Promise<readonly Account[]>;
  /** Somebody who is no member of the organisation is invited, and pending until they accept. */
  getMembership(team: string, login: string): Promise<'active' | 'pending' | null>;
  addTeamMember(team: string, login: string): Promise<void>;
  /** Does nothing when they are in it no more. */
  removeTeamMember(team: string, login: string): Promise<void>;

  /** What teams may do in a repository, by slug. */
  listTeamPermissions(repository: string): Promise<Readonly<Record<string, Permission>>>;
  /** `none` takes the repository away from the team. */
  setTeamPermission(repository: string, team: string, permission: Permission): Promise<void>;

  listEnvironments(repository: string): Promise<readonly Environment[]>;
  /** Makes it, or limits it to these branches. */
  setEnvironment(repository: string, environment: Environment): Promise<void>;
  /** Names alone: nobody reads a secret back. */
  listEnvironmentSecrets(repository: string, environment: string): Promise<readonly string[]>;
  /** Of the repository, by name. */
  listVariables(repository: string): Promise<Readonly<Record<string, string>>>;

  /** Those whose name begins so. */
  listBranches(repository: string, prefix: string): Promise<readonly DatedBranch[]>;

  /** Those of the repository itself; other kinds than those of branches are left out. */
  listRulesets(repository: string): Promise<readonly Ruleset[]>;
  /** Makes it, or changes the one of its name. */
  setRuleset(repository: string, ruleset: Ruleset): Promise<void>;

  getSettings(): Promise<OrganisationSettings>;
  setSettings(settings: OrganisationSettings): Promise<void>;
  listRunnerGroups(): Promise<readonly KeptRunnerGroup[]>;
  /** Makes it, or changes the one of its name. */
  setRunnerGroup(group: RunnerGroup): Promise<void>;
  /** Names of secrets of the whole organisation. */
  listSecrets(): Promise<readonly string[]>;

  listRunners(): Promise<readonly Runner[]>;
  /** False when it is at work. Does nothing when it is gone already. */
  removeRunner(id: number): Promise<boolean>;
}
