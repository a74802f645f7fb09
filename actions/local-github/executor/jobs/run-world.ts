import type { Forge, ForgeEvent } from '../../forge.ts';
import type { Contexts } from '../expressions/scope.ts';
import type { JsonObject } from '../json.ts';
import type { RunRecord } from '../run-record.ts';
import type { Settings } from '../settings.ts';
import type { Workflow } from '../workflow/workflow.ts';
import type { ConcurrencyGroups } from './concurrency-groups.ts';
import type { RunArtifacts } from './run-artifacts.ts';
import type { Slots } from './slots.ts';

/** What all runs share. */
export interface ExecutorWorld {
  readonly forge: Forge;
  readonly settings: Settings;
  readonly slots: Slots;
  readonly groups: ConcurrencyGroups;
  /** Aborted when the executor is closed. */
  readonly closed: AbortSignal;
}

/** The contexts of a run: github, inputs, vars; in a job needs, strategy and matrix too. */
export type RunContexts = Omit<Contexts, 'github'> & { readonly github: JsonObject };

/** What all jobs of a run share. */
export interface RunWorld extends ExecutorWorld {
  readonly run: number;
  readonly workflow: Workflow;
  readonly event: ForgeEvent;
  readonly record: RunRecord;
  readonly artifacts: RunArtifacts;
  /** github, inputs, vars. */
  readonly contexts: RunContexts;
  /** Group of the workflow itself, empty for none. */
  readonly group: string;
  /** Aborted when somebody cancels the run, or its group does. */
  readonly cancelled: AbortSignal;
}
