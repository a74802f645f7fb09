import type { Forge, ForgeEvent, Permissions } from '../../forge.ts';
import type { Contexts, Scope, Status } from '../expressions/scope.ts';
import type { JsonObject } from '../json.ts';
import type { JobLog } from '../steps/job-log.ts';
import type { CancelPauses } from '../steps/run-process.ts';
import type { JobFolders } from './job-folders.ts';
import type { RunArtifacts } from './run-artifacts.ts';

export interface StepResult {
  readonly outputs: Record<string, string>;
  readonly outcome: StepConclusion;
  readonly conclusion: StepConclusion;
}

export type StepConclusion = 'success' | 'failure' | 'cancelled' | 'skipped';

/** What one job on its machine knows and changes while its steps run. */
export interface JobSession {
  readonly forge: Forge;
  readonly run: number;
  readonly event: ForgeEvent;
  readonly permissions: Permissions;
  readonly token: string;
  readonly folders: JobFolders;
  readonly log: JobLog;
  readonly artifacts: RunArtifacts;
  /** Contexts that stay as they are: github, vars, secrets, needs, strategy, matrix, inputs, runner. */
  readonly contexts: Contexts;
  /** Variables that GitHub gives every step. */
  readonly githubEnv: Readonly<Record<string, string>>;
  /** Of the workflow, the job and `GITHUB_ENV`. */
  readonly env: Record<string, string>;
  /** What `GITHUB_PATH` and set-up steps put before the machine's own, the latest first. */
  readonly path: string[];
  readonly systemPath: string;
  readonly steps: Record<string, StepResult>;
  readonly pauses: CancelPauses;
  readonly pagesUrl: string;
  /** Process groups that were started. */
  readonly groups: Set<number>;
  /** Done when the steps are, the latest first. */
  readonly posts: PostStep[];
  summary: string;
  hasFailed: boolean;
  /** Aborted when the job is cancelled or past its time. */
  readonly cancelled: AbortSignal;
  /** Aborted when what may still run after that must end too. */
  readonly ended: AbortSignal;
}

export interface PostStep {
  readonly name: string;
  run(signal: AbortSignal): Promise<void>;
}

/** How the job went so far. */
export function statusOf({ hasFailed, cancelled }: JobSession): Status {
  const isCancelled = cancelled.aborted;
  return {
    isSuccess: !hasFailed && !isCancelled,
    isFailure: hasFailed && !isCancelled,
    isCancelled,
  };
}

/** What the expressions of a step can see; `env` beside that of the job is its own. */
export function stepScope(session: JobSession, env: Readonly<Record<string, string>> = {}): Scope {
  const status = statusOf(session);
  const shown = status.isCancelled ? 'cancelled' : status.isFailure ? 'failure' : 'success';
  return {
    contexts: {
      ...session.contexts,
      env: { ...session.env, ...env },
      steps: stepsContext(session.steps),
      job: { status: shown },
    },
    status,
  };
}

function stepsContext(steps: Readonly<Record<string, StepResult>>): JsonObject {
  return Object.fromEntries(Object.entries(steps).map(([id, result]) => [id, { ...result }]));
}
