import { toFailure } from '@orangery/schemas';
import { isMet } from '../expressions/is-met.ts';
import { render, renderString } from '../expressions/render.ts';
import type { Status } from '../expressions/scope.ts';
import { isList, isObject, type Json, type JsonObject } from '../json.ts';
import type { WorkflowJob } from '../workflow/workflow.ts';
import { expandMatrix } from './expand-matrix.ts';
import { runInstance, type Instance, type JobEnd } from './run-instance.ts';
import type { RunWorld } from './run-world.ts';
import { Slots } from './slots.ts';

/** What jobs that need this one see of it. */
export interface JobResult {
  readonly result: 'success' | 'failure' | 'cancelled' | 'skipped';
  readonly outputs: Readonly<Record<string, string>>;
}

export interface JobOrder {
  readonly job: WorkflowJob;
  /** The context of that name. */
  readonly needs: JsonObject;
  /** How the jobs before it went. */
  readonly status: Status;
}

/** Runs a job in every combination of its matrix, if its condition is met. */
export async function runDefinition(
  world: RunWorld,
  { job, needs, status }: JobOrder,
): Promise<JobResult> {
  const contexts = { ...world.contexts, needs };
  try {
    if (!isMet(job.condition, { contexts, status })) return skip(world, job);
    const matrix = job.matrix === undefined ? undefined : render(job.matrix, { contexts });
    const combinations = expandMatrix(matrix);
    return await runCombinations(world, { job, needs, combinations, ...strategyOf(job, contexts) });
  } catch (error) {
    return fail(world, job, toFailure(error).message);
  }
}

interface Fan {
  readonly job: WorkflowJob;
  readonly needs: JsonObject;
  readonly combinations: readonly JsonObject[];
  readonly failsFast: boolean;
  readonly maxParallel: number;
}

function strategyOf(job: WorkflowJob, contexts: RunWorld['contexts']) {
  const most = Number(render(job.maxParallel ?? 0, { contexts }));
  return {
    failsFast: render(job.failFast ?? true, { contexts }) !== false,
    maxParallel: most > 0 ? most : Number.POSITIVE_INFINITY,
  };
}

async function runCombinations(world: RunWorld, fan: Fan): Promise<JobResult> {
  const { job, needs, combinations, failsFast, maxParallel } = fan;
  const failed = new AbortController();
  // what is always to run starts in a cancelled run too, and is not cancelled by what was before
  const signals = world.cancelled.aborted ? [] : [world.cancelled];
  const cancelled = AbortSignal.any([...signals, failed.signal, world.closed]);
  const slots = new Slots(maxParallel);
  const work = combinations.map(async (matrix, index) => {
    const strategy = {
      ...{ 'fail-fast': failsFast, 'job-index': index, 'job-total': combinations.length },
      'max-parallel': Math.min(maxParallel, combinations.length),
    };
    const contexts = { ...world.contexts, needs, strategy, matrix };
    const instance = { job, name: nameOf(job, contexts, matrix), contexts, cancelled };
    const isForgiven = render(job.continueOnError ?? false, { contexts }) === true;
    const end = await takeTurn(slots, world, instance);
    const isFailure = end.conclusion === 'failure';
    if (isFailure && failsFast && !isForgiven) failed.abort();
    return isFailure && isForgiven ? { ...end, conclusion: 'success' as const } : end;
  });
  return combine(await Promise.all(work));
}

async function takeTurn(slots: Slots, world: RunWorld, instance: Instance): Promise<JobEnd> {
  const hasSlot = await slots.take(instance.cancelled);
  try {
    return await runInstance(world, instance);
  } finally {
    if (hasSlot) slots.release();
  }
}

/** The outputs of the last combination that gave one count. */
function combine(ends: readonly JobEnd[]): JobResult {
  const conclusions = ends.map(({ conclusion }) => conclusion);
  const outputs = Object.assign({}, ...ends.map((end) => notEmpty(end.outputs)));
  if (conclusions.includes('failure')) return { result: 'failure', outputs };
  if (conclusions.includes('cancelled')) return { result: 'cancelled', outputs };
  return { result: 'success', outputs };
}

function notEmpty(outputs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== ''));
}

/** GitHub adds the values of the matrix where the name does not hold them. */
function nameOf(job: WorkflowJob, contexts: Instance['contexts'], matrix: JsonObject): string {
  const name = job.name === undefined ? job.id : renderString(job.name, { contexts });
  const values = Object.values(matrix).flatMap(leaves);
  if (values.length === 0 || /\bmatrix\b/.test(job.name ?? '')) return name;
  return `${name} (${values.join(', ')})`;
}

function leaves(value: Json): string[] {
  if (isList(value)) return value.flatMap(leaves);
  if (isObject(value)) return Object.values(value).flatMap(leaves);
  return [String(value ?? '')];
}

function skip(world: RunWorld, job: WorkflowJob): JobResult {
  return conclude(world, job, { conclusion: 'skipped', log: '' });
}

function fail(world: RunWorld, job: WorkflowJob, message: string): JobResult {
  return conclude(world, job, { conclusion: 'failure', log: `##[error]${message}\n` });
}

function conclude(
  world: RunWorld,
  job: WorkflowJob,
  { conclusion, log }: { readonly conclusion: 'skipped' | 'failure'; readonly log: string },
): JobResult {
  const name = job.name === undefined || job.name.includes('${{') ? job.id : job.name;
  world.forge.putJob(world.run, { name, status: 'completed', conclusion, log });
  const message = log.replace('##[error]', '').trim();
  const annotations = message === '' ? [] : [{ level: 'error' as const, message }];
  world.record.jobs.push({ name, conclusion, log, annotations, summary: '', outputs: {} });
  return { result: conclusion, outputs: {} };
}
