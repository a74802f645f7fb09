import { Failure, toFailure } from '@orangery/schemas';
import { render, renderString } from '../expressions/render.ts';
import { isObject, type Json } from '../json.ts';
import type { Conclusion } from '../run-record.ts';
import { JobLog } from '../steps/job-log.ts';
import type { WorkflowJob } from '../workflow/workflow.ts';
import type { Contexts } from '../expressions/scope.ts';
import type { RunContexts, RunWorld } from './run-world.ts';
import { runSteps } from './run-steps.ts';

/** One job, or one combination of its matrix. */
export interface Instance {
  readonly job: WorkflowJob;
  readonly name: string;
  /** github, inputs, vars, needs, strategy, matrix. */
  readonly contexts: RunContexts;
  /** Aborted when the run is cancelled, or its matrix fails fast. */
  readonly cancelled: AbortSignal;
}

export interface JobEnd {
  readonly conclusion: Conclusion;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Waits for the instance's turn, runs it, tells the forge, and remembers how it went. */
export async function runInstance(world: RunWorld, instance: Instance): Promise<JobEnd> {
  const log = new JobLog();
  const { name } = instance;
  world.forge.putJob(world.run, { name, status: 'queued', log: '' });
  const attempt = await inGroup(world, instance, log).catch((error: unknown) => {
    log.error(toFailure(error).message);
    return { conclusion: 'failure' as const, outputs: {}, summary: '' };
  });
  const { conclusion, outputs, summary } = attempt;
  world.forge.putJob(world.run, { name, status: 'completed', conclusion, log: log.text });
  const { text, annotations } = log;
  world.record.jobs.push({ name, conclusion, log: text, annotations, summary, outputs });
  return { conclusion, outputs };
}

type Attempt = JobEnd & { readonly summary: string };

const cancelledAttempt: Attempt = { conclusion: 'cancelled', outputs: {}, summary: '' };

/** A job's own `concurrency` group. */
async function inGroup(world: RunWorld, instance: Instance, log: JobLog): Promise<Attempt> {
  const { group, cancelsRunning } = readConcurrency(instance.job.concurrency, instance.contexts);
  if (group === '') return inSlot(world, instance, log);
  if (group.toLowerCase() === world.group.toLowerCase()) {
    const message = `Canceling since a deadlock was detected for concurrency group: '${group}'`;
    throw new Failure('FILE_INVALID', message);
  }
  const controller = new AbortController();
  const cancel = (reason: string) => {
    log.error(reason);
    controller.abort(reason);
  };
  const member = { cancel };
  const key = `${world.event.repository}\n${group}`;
  let isRunning = false;
  const leave = () => {
    // only one that still waits: one that runs leaves when its steps have ended
    if (!isRunning) world.groups.leave(key, member);
  };
  instance.cancelled.addEventListener('abort', leave, { once: true });
  try {
    if (instance.cancelled.aborted) return cancelledAttempt;
    if (!(await world.groups.enter(key, member, cancelsRunning))) return cancelledAttempt;
    isRunning = true;
    const cancelled = AbortSignal.any([instance.cancelled, controller.signal]);
    return await inSlot(world, { ...instance, cancelled }, log);
  } finally {
    instance.cancelled.removeEventListener('abort', leave);
    world.groups.leave(key, member);
  }
}

/** `concurrency:` of a workflow or job: its group, empty for none. */
export function readConcurrency(
  concurrency: Json | undefined,
  contexts: Contexts,
): { readonly group: string; readonly cancelsRunning: boolean } {
  const scope = { contexts };
  const written = isObject(concurrency) ? concurrency['group'] : concurrency;
  const cancels = isObject(concurrency) ? concurrency['cancel-in-progress'] : false;
  const cancelsRunning = render(cancels ?? false, scope) === true;
  return { group: renderString(written, scope), cancelsRunning };
}

async function inSlot(world: RunWorld, instance: Instance, log: JobLog): Promise<Attempt> {
  if (!(await world.slots.take(instance.cancelled))) return cancelledAttempt;
  try {
    return await runSteps(world, instance, log);
  } finally {
    world.slots.release();
  }
}
