import { renderString } from '../expressions/render.ts';
import type { ForgeEvent } from '../../forge.ts';
import type { JsonObject } from '../json.ts';
import type { Conclusion, RunRecord } from '../run-record.ts';
import type { Workflow } from '../workflow/workflow.ts';
import { githubContext } from './github-context.ts';
import { RunArtifacts } from './run-artifacts.ts';
import { readConcurrency } from './run-instance.ts';
import { runJobs } from './run-jobs.ts';
import type { ExecutorWorld } from './run-world.ts';

export interface RunOrder {
  readonly world: ExecutorWorld;
  readonly workflow: Workflow;
  readonly event: ForgeEvent;
  readonly inputs: JsonObject;
  readonly run: number;
  readonly number: number;
  /** 1, and more when the run is repeated. */
  readonly attempt: number;
  readonly record: RunRecord;
}

/** Runs a workflow in its turn and says how it ended. */
export async function runWorkflow(order: RunOrder): Promise<Conclusion> {
  const { world, workflow, event, run, record } = order;
  const { forge } = world;
  const contexts = contextsOf(order);
  const runName = renderString(workflow.runName, { contexts });
  if (runName !== '') {
    record.name = runName;
    forge.updateRun(run, { title: runName });
  }
  const stopped = new AbortController();
  const cancel = (reason: string) => {
    record.reason = reason;
    stopped.abort(reason);
  };
  const cancelled = AbortSignal.any([forge.cancelSignal(run), stopped.signal, world.closed]);
  const { group, cancelsRunning } = readConcurrency(workflow.concurrency, contexts);
  const key = `${event.repository}\n${group}`;
  const member = { cancel };
  const leave = () => {
    // only one that still waits: one that runs leaves when its jobs have ended
    if (!isRunning) world.groups.leave(key, member);
  };
  let isRunning = false;
  cancelled.addEventListener('abort', leave, { once: true });
  try {
    if (group !== '' && !cancelled.aborted) {
      if (!(await world.groups.enter(key, member, cancelsRunning))) return 'cancelled';
    }
    isRunning = true;
    forge.updateRun(run, { status: 'in_progress' });
    const artifacts = new RunArtifacts(forge, run);
    return await runJobs({ ...world, ...order, contexts, artifacts, group, cancelled });
  } finally {
    cancelled.removeEventListener('abort', leave);
    if (group !== '') world.groups.leave(key, member);
  }
}

function contextsOf({ world, workflow, event, inputs, run, number, attempt }: RunOrder) {
  const { forge, settings } = world;
  const facts = { id: run, number, attempt, event, workflow };
  const urls = { apiUrl: forge.apiUrl, serverUrl: settings.serverUrl };
  return {
    github: githubContext({ ...facts, ...urls }),
    inputs,
    vars: { ...forge.variables(event.repository) },
  };
}
