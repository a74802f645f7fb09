import type { ForgeEvent, RunJob } from '../forge.ts';

export interface RunRecord {
  readonly id: number;
  readonly number: number;
  attempt: number;
  readonly repository: number;
  /** File name, such as `validate.yml`. */
  readonly workflow: string;
  readonly name: string;
  title: string;
  readonly event: ForgeEvent;
  readonly headSha: string;
  readonly headBranch: string | null;
  /** Null where the fork was deleted. */
  readonly headRepository: number | null;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: string | null;
  readonly createdAt: string;
  updatedAt: string;
  /** By name, with the id each has. */
  readonly jobs: Map<string, JobRecord>;
  cancelled: AbortController;
}

export interface JobRecord extends RunJob {
  readonly id: number;
  readonly labels: readonly string[];
  /** Null while it waits, and of one that was skipped. */
  readonly startedAt: string | null;
  readonly completedAt: string | null;
}
