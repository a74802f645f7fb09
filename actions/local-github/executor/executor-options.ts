import type { Logger } from '@orangery/runner';
import type { Forge } from '../forge.ts';
import type { Machines } from './jobs/check-machine.ts';
import type { CancelPauses } from './steps/run-process.ts';

export interface ExecutorOptions {
  readonly forge: Forge;
  /** A folder of its own; each job works in a folder below it, removed at the job's end. */
  readonly workFolder: string;
  /** Aborting it ends everything, as `close` does. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
  /** Address of the pages for people; that of the REST interface when absent. */
  readonly serverUrl?: string;
  /** Labels of GitHub's own machines. */
  readonly hosted?: readonly string[];
  /** Who may use machines of his own; nobody when absent. */
  readonly selfHosted?: Machines['selfHosted'];
  /** An installed checkout of this project: `npm ci` links what is installed there. */
  readonly toolFolder?: string;
  /** 2 when absent. */
  readonly parallelJobs?: number;
  /** Where steps find the programs of the machine. */
  readonly systemPath?: string;
  readonly pauses?: CancelPauses;
  /** Address of the pages of a repository. */
  readonly pagesUrl?: (repository: string) => string;
}
