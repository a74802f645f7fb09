import type { Scope } from '../expressions/scope.ts';
import type { JobSession } from '../jobs/job-session.ts';
import type { WorkflowJob, WorkflowStep } from '../workflow/workflow.ts';

/** A step that is being run. */
export interface StepCall {
  readonly session: JobSession;
  readonly job: WorkflowJob;
  readonly step: WorkflowStep;
  readonly id: string;
  readonly name: string;
  /** Its own `env`, evaluated. */
  readonly env: Readonly<Record<string, string>>;
  readonly scope: Scope;
  /** Filled by the step. */
  readonly outputs: Record<string, string>;
  readonly signal: AbortSignal;
}
