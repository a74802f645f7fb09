/** What a team may do in a repository, from the least to the most. */
export const permissions = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const;

export type Permission = (typeof permissions)[number];

export interface Environment {
  readonly name: string;
  /** Whose jobs may use it; null: those of every branch. */
  readonly branches: readonly string[] | null;
}

export interface DatedBranch {
  readonly name: string;
  /** When its head was committed. */
  readonly at: string;
}

/** Rules for branches. */
export interface Ruleset {
  readonly name: string;
  readonly isActive: boolean;
  /** References that it holds for, such as `refs/heads/main` or `~ALL`, and those that it does not. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly rules: readonly Rule[];
  /** Whom it does not bind. */
  readonly bypass: readonly Bypass[];
}

/** As GitHub's API has it. */
export interface Rule {
  readonly type: string;
  readonly parameters?: unknown;
}

export interface Bypass {
  /** `Integration` an App, `RepositoryRole` 5 an admin, `DeployKey` every key that may write. */
  readonly type: string;
  readonly id: number | null;
  /** `pull_request`: only by merging one. */
  readonly mode: string;
}

/** How jobs are limited in the whole organisation. */
export interface OrganisationSettings {
  /** What the token of a job may do that does not say. */
  readonly workflowPermissions: 'read' | 'write';
  readonly mayApprovePullRequests: boolean;
  /** Whose first pull request waits until somebody lets its jobs run. */
  readonly forkApproval: string;
}

/** Machines, and the repositories whose jobs they take. */
export interface RunnerGroup {
  readonly name: string;
  readonly repositories: readonly string[];
}

export interface KeptRunnerGroup extends RunnerGroup {
  /** Whether it is for the named repositories alone. */
  readonly isSelected: boolean;
  readonly allowsPublicRepositories: boolean;
}

/** A machine that takes jobs. */
export interface Runner {
  readonly id: number;
  readonly name: string;
  readonly isOnline: boolean;
  readonly isBusy: boolean;
  /** Of one job; null where GitHub does not say. */
  readonly isEphemeral: boolean | null;
}
