import type { KeyObject } from 'node:crypto';
import type { ForgeEvent, Permissions } from '../forge.ts';
import type { Account } from './account.ts';
import type { SeenTimes } from './clock-of-emulate.ts';
import type { Emulate } from './emulate.ts';
import type { JsonObject } from './json.ts';
import type { Principal } from './principal.ts';
import type { Repository } from './repository.ts';
import type { Role } from './role.ts';
import type { Ruleset } from './ruleset.ts';
import type { RunRecord } from './run.ts';

/** All that the local GitHub keeps beside emulate. */
export interface State {
  /** Where it is reached. */
  readonly url: string;
  readonly now: () => Date;
  /** What tokens are derived from, so that runs repeat. */
  readonly seed: string;
  readonly emulate: Emulate;
  readonly accounts: Map<number, Account>;
  readonly organisation: Organisation;
  readonly app: App;
  readonly repositories: Map<number, Repository>;
  readonly tokens: Map<string, Token>;
  readonly runs: Map<number, RunRecord>;
  readonly artifacts: Map<number, Artifact>;
  readonly reactions: Reaction[];
  readonly faults: Fault[];
  readonly listeners: ((event: ForgeEvent) => void)[];
  readonly repeatListeners: ((run: number) => void)[];
  /** The last number given out of each kind. */
  readonly counters: Map<string, number>;
  readonly times: SeenTimes;
}

export interface Organisation {
  readonly account: Account;
  readonly baseRole: Role;
  readonly members: Map<number, 'admin' | 'member'>;
  readonly teams: Map<string, Team>;
  readonly rulesets: Map<number, Ruleset>;
  readonly runners: Map<number, JsonObject>;
  readonly runnerGroups: Map<number, RunnerGroup>;
  readonly settings: OrganisationSettings;
}

export interface OrganisationSettings {
  enabledRepositories: string;
  allowedActions: string;
  workflowPermissions: 'read' | 'write';
  mayApprovePullRequests: boolean;
  forkApproval: string;
}

export interface Team {
  readonly id: number;
  readonly slug: string;
  name: string;
  description: string | null;
  privacy: 'closed' | 'secret';
  readonly members: Map<number, 'member' | 'maintainer'>;
  /** By id of the repository. */
  readonly repositories: Map<number, Role>;
}

export interface RunnerGroup {
  readonly id: number;
  name: string;
  visibility: 'all' | 'selected' | 'private';
  allowsPublicRepositories: boolean;
  repositories: Set<number>;
  readonly isDefault: boolean;
}

export interface App {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly installation: number;
  readonly bot: Account;
  readonly permissions: Permissions;
  readonly publicKey: KeyObject;
}

export interface Token {
  readonly principal: Principal;
  /** Milliseconds of the clock; null: never. */
  expiresAt: number | null;
  /** Requests that it is good for yet; any number when absent. */
  requestsLeft?: number;
}

export interface Artifact {
  readonly id: number;
  readonly run: number;
  readonly name: string;
  readonly zip: Buffer;
  readonly createdAt: string;
}

export interface Reaction {
  readonly id: number;
  readonly repository: number;
  readonly subject: { readonly kind: 'issue' | 'comment'; readonly id: number };
  readonly account: number;
  readonly content: string;
  readonly createdAt: string;
}

/** An answer that some requests get instead of their own. */
export interface Fault {
  readonly method: string;
  readonly path: RegExp;
  readonly status: number;
  readonly message: string;
  left: number;
}

export function nextNumber(state: State, kind: string, first = 1): number {
  const number = (state.counters.get(kind) ?? first - 1) + 1;
  state.counters.set(kind, number);
  return number;
}

/** The clock as GitHub writes it: to the second. */
export function timestamp(state: Pick<State, 'now'>): string {
  return `${state.now().toISOString().slice(0, 19)}Z`;
}
