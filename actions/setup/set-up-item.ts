import type { GitHub } from '../github/github.ts';
import type { Organisation } from '../organisation/organisation.ts';

/** Something that a person sets on GitHub. */
export interface SetUpItem {
  /** What has to be so. */
  readonly what: string;
  /** Where to click, or what to run. */
  readonly how: string;
  /** Plan of GitHub that it needs, where the free one is not enough. */
  readonly plan?: string;
  /** Whether it is so; null where GitHub does not tell. Absent: nobody but a person can see. */
  readonly check?: (world: SetUpWorld) => Promise<boolean | null>;
}

/** What items are about. */
export interface SetUpNames {
  /** `owner/name`. */
  readonly catalogue: string;
  readonly runner: string;
}

export interface SetUpWorld {
  readonly names: SetUpNames;
  readonly catalogue: GitHub;
  readonly runner: GitHub;
  readonly organisation: Organisation;
  /** Files that the runner repository should have, by path. */
  readonly runnerFiles: Readonly<Record<string, string>>;
}

export interface CheckedItem extends Omit<SetUpItem, 'check'> {
  readonly state: 'done' | 'open' | 'unknown';
  /** Why it is not known. */
  readonly because?: string;
}
