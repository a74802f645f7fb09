import type { RunChange } from '../forge.ts';

/** How a run or job ended. */
export type Conclusion = NonNullable<RunChange['conclusion']>;

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly title?: string;
}

/** A run as the executor remembers it. */
export interface RunRecord {
  readonly id: number;
  readonly repository: string;
  /** File name, such as `validate.yml`. */
  readonly workflow: string;
  /** Its `run-name` where it has one. */
  name: string;
  readonly event: string;
  conclusion?: Conclusion;
  /** Why it did not start, or was cancelled. */
  reason?: string;
  readonly jobs: JobRecord[];
}

export interface JobRecord {
  readonly name: string;
  readonly conclusion: Conclusion;
  readonly log: string;
  readonly annotations: readonly Annotation[];
  /** What the steps wrote into `GITHUB_STEP_SUMMARY`. */
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
}
