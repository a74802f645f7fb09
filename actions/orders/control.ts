import type { Account } from '../github/entities.ts';
import type { GitHub } from '../github/github.ts';
import type { Clock } from '../records/append-records.ts';

/** What the control side works with. */
export interface Control {
  readonly catalogue: GitHub;
  /** The private repository with the machines. */
  readonly runner: GitHub;
  readonly clock: Clock;
  /** The App's account: what it wrote is ours. */
  readonly bot: Account;
  readonly log: (message: string) => void;
}

/** The branch that everything privileged reads. */
export const mainBranch = 'main';
