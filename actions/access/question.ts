import type { Access } from '@orangery/schemas';
import type { Verb } from '../commands/order.ts';
import type { Account } from '../github/entities.ts';
import type { Changes } from '../pull-request/changes.ts';
import type { Known } from './known.ts';
import type { RoleName } from './roles.ts';

/** Who asks for what, with everything that decides it. */
export interface Question {
  /** The account that the event names. */
  readonly actor: Account;
  readonly verb: Verb;
  readonly said: Said;
  /** When it is judged, in milliseconds since 1970. */
  readonly now: number;
  /** That account as it is now; null when it is gone. */
  readonly account: Known<Account | null>;
  readonly access: Known<Access>;
  /** Teams that the account is in, of those that `access.yml` names. */
  readonly teams: Known<ReadonlySet<string>>;
  /** How much that account asked for in the last ten minutes. */
  readonly recentOrders: Known<number>;
  readonly subject: Known<Subject>;
}

/** Where and when it was said. */
export interface Said {
  readonly at: Known<string>;
  /** Whether a comment's text is another than when it was written. */
  readonly isEdited: boolean;
}

export type Subject =
  | { readonly kind: 'nothing' }
  | TrainingSubject
  | BenchmarkSubject
  | MergeSubject
  | { readonly kind: 'job'; readonly job: JobSubject | null }
  | DeploymentSubject;

/** Work on the owner's machines. */
export interface MachineTime {
  readonly minutes: number;
  /** Who asked. */
  readonly payer: Payer;
}

export interface Payer {
  readonly login: string;
  readonly roles: readonly RoleName[];
  /** Reserved or used in this week. */
  readonly usedMinutes: number;
  /** Reserved and not settled. */
  readonly activeJobs: number;
}

export interface TrainingSubject {
  readonly kind: 'training';
  readonly module: string;
  /** Why the module cannot be trained; null when it can. */
  readonly moduleProblem: string | null;
  readonly child: string;
  /** Who has the child's name already: a folder, or an open pull request; null when it is free. */
  readonly childTakenBy: string | null;
  /** What is wrong with the links, for this person. */
  readonly linkProblems: readonly string[];
  /** Whether a link stands there for all to read, of data that nobody called public. */
  readonly showsPrivateLink: boolean;
  /** Where a dataset's size is known. */
  readonly datasetBytes: number;
  readonly time: MachineTime;
}

export interface BenchmarkSubject {
  readonly kind: 'benchmark';
  readonly module: string;
  readonly moduleProblem: string | null;
  readonly time: MachineTime;
}

export interface MergeSubject {
  readonly kind: 'merge';
  readonly number: number;
  readonly state: 'open' | 'closed';
  readonly isDraft: boolean;
  readonly head: string;
  /** The head that the author of the order looked at, where they said it. */
  readonly namedHead?: string;
  readonly changes: Changes;
  readonly folders: readonly TouchedFolder[];
  /** Owner of the deployment on the base branch; null when it is new. Absent when none is touched. */
  readonly deploymentOwner?: number | null;
  /** Numeric id of who has locked it there. */
  readonly deploymentLockedBy?: number;
  /** Who a new deployment says its owner is, and the author of the pull request. */
  readonly newDeployment?: { readonly ownerId: number; readonly askerId: number };
  readonly check: Check | null;
}

export interface TouchedFolder {
  readonly id: string;
  /** Numeric ids of the maintainers on the base branch; null when the folder is not there. */
  readonly maintainers: readonly number[] | null;
  readonly touchesGolden: boolean;
  /** Receipts or reports are among the changes. */
  readonly touchesRecords: boolean;
  /** Whether the head is a commit that the App pushed as a result. */
  readonly isResult: boolean;
}

/** The newest run of the check for the head. */
export interface Check {
  readonly isGreen: boolean;
  /** When it had ended; null while it has not. */
  readonly endedAt: string | null;
}

export interface JobSubject {
  readonly job: string;
  readonly askerId: number;
  readonly isActive: boolean;
}

export interface DeploymentSubject {
  readonly kind: 'deployment';
  readonly name: string;
  /** Owner on the base branch; null when there is no such deployment. */
  readonly ownerId: number | null;
  /** Numeric id of who has locked it. */
  readonly lockedBy?: number;
  /** Why what is asked for cannot be done; null when it can. */
  readonly problem: string | null;
}
