import type { Permissions } from '../../forge.ts';
import type { Json, JsonObject } from '../json.ts';

/** A workflow as its file says it; expressions are not evaluated yet. */
export interface Workflow {
  /** Its file name, such as `validate.yml`. */
  readonly file: string;
  readonly name: string;
  readonly runName?: string;
  readonly triggers: readonly Trigger[];
  /** Absent where the file says nothing. */
  readonly permissions?: Permissions;
  readonly env: JsonObject;
  readonly shell?: Json;
  /** A group, or `{ group, cancel-in-progress }`. */
  readonly concurrency?: Json;
  readonly jobs: readonly WorkflowJob[];
}

/** An event that starts a workflow, and what it must be like. */
export interface Trigger {
  readonly event: string;
  readonly types?: readonly string[];
  readonly branches?: readonly string[];
  readonly branchesIgnore?: readonly string[];
  readonly tags?: readonly string[];
  readonly tagsIgnore?: readonly string[];
  readonly paths?: readonly string[];
  readonly pathsIgnore?: readonly string[];
  /** Of `workflow_run`. */
  readonly workflows?: readonly string[];
  /** Of `schedule`. */
  readonly crons?: readonly string[];
  /** Of `workflow_dispatch`. */
  readonly inputs?: readonly DispatchInput[];
}

export interface DispatchInput {
  readonly name: string;
  readonly type: 'string' | 'boolean' | 'choice' | 'number' | 'environment';
  readonly isRequired: boolean;
  readonly default?: Json;
  readonly options: readonly string[];
}

export interface WorkflowJob {
  readonly id: string;
  readonly name?: string;
  readonly needs: readonly string[];
  readonly condition?: Json;
  readonly runsOn: Json;
  /** A name, or `{ name, url }`. */
  readonly environment?: Json;
  readonly permissions?: Permissions;
  readonly env: JsonObject;
  readonly shell?: Json;
  readonly workingDirectory?: Json;
  readonly concurrency?: Json;
  readonly matrix?: Json;
  readonly failFast?: Json;
  readonly maxParallel?: Json;
  readonly timeoutMinutes?: Json;
  readonly continueOnError?: Json;
  readonly outputs: JsonObject;
  readonly steps: readonly WorkflowStep[];
}

/** Runs a script or uses an action. */
export interface WorkflowStep {
  /** Empty where the file gives none. */
  readonly id: string;
  readonly name?: string;
  readonly condition?: Json;
  readonly uses?: string;
  readonly inputs: JsonObject;
  readonly run?: string;
  readonly env: JsonObject;
  readonly shell?: Json;
  readonly workingDirectory?: Json;
  readonly continueOnError?: Json;
  readonly timeoutMinutes?: Json;
}
