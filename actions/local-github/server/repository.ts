import type { ForgeEnvironment } from '../forge.ts';
import type { GitObjects } from './git/objects.ts';
import type { JsonObject } from './json.ts';
import type { PullRequestRecord, ReviewRecord } from './pull-request.ts';
import type { ReleaseRecord } from './release.ts';
import type { Role } from './role.ts';
import type { Ruleset } from './ruleset.ts';

/** A repository, with all that emulate does not keep of it. */
export interface Repository {
  readonly id: number;
  /** Account. */
  readonly owner: number;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly defaultBranch: string;
  /** What it was forked from. */
  readonly parent: Repository | null;
  /** Shared by a repository and its forks, as on GitHub. */
  readonly objects: GitObjects;
  /** Commits by full name: `refs/heads/main`. */
  readonly references: Map<string, string>;
  readonly collaborators: Map<number, Role>;
  readonly pullRequests: Map<number, PullRequestRecord>;
  readonly reviews: ReviewRecord[];
  readonly releases: Map<number, ReleaseRecord>;
  readonly rulesets: Map<number, Ruleset>;
  readonly environments: Map<string, EnvironmentRecord>;
  readonly variables: Readonly<Record<string, string>>;
  readonly deployments: Map<number, DeploymentRecord>;
  readonly settings: RepositorySettings;
  /** As emulate has it. */
  profile: JsonObject;
  readonly createdAt: string;
}

export interface EnvironmentRecord {
  readonly id: number;
  readonly name: string;
  /** Never told by the API. */
  readonly secrets: Record<string, string>;
  readonly variables: Record<string, string>;
  /** Null: every branch; otherwise those with a policy. */
  policies: BranchPolicy[] | null;
  readonly createdAt: string;
  updatedAt: string;
}

export interface BranchPolicy {
  readonly id: number;
  readonly name: string;
  readonly type: 'branch' | 'tag';
}

export interface DeploymentRecord {
  readonly id: number;
  readonly ref: string;
  readonly sha: string;
  readonly task: string;
  readonly environment: string;
  readonly isProduction: boolean;
  readonly description: string | null;
  readonly payload: JsonObject;
  readonly creator: number;
  readonly createdAt: string;
  readonly statuses: JsonObject[];
}

/** Of which its settings' routes read and write. */
export interface RepositorySettings {
  workflowPermissions: 'read' | 'write';
  mayApprovePullRequests: boolean;
  actionsEnabled: boolean;
  allowedActions: 'all' | 'local_only' | 'selected';
  forkApproval: string;
}

/** What jobs of the repository's workflows get of an environment. */
export function forgeEnvironment(record: EnvironmentRecord): ForgeEnvironment {
  const { secrets, variables, policies } = record;
  const branches = policies?.filter(({ type }) => type === 'branch').map(({ name }) => name);
  return { secrets, variables, ...(branches && { branches }) };
}
