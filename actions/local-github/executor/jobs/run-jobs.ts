import type { Status } from '../expressions/scope.ts';
import type { JsonObject } from '../json.ts';
import type { Conclusion } from '../run-record.ts';
import type { WorkflowJob } from '../workflow/workflow.ts';
import { runDefinition, type JobResult } from './run-definition.ts';
import type { RunWorld } from './run-world.ts';

/** Runs all jobs of a workflow, each when those it needs have ended. */
export async function runJobs(world: RunWorld): Promise<Conclusion> {
  const byId = new Map(world.workflow.jobs.map((job) => [job.id, job]));
  const started = new Map<string, Promise<JobResult>>();
  const ended = new Map<string, JobResult>();
  const start = (id: string): Promise<JobResult> => {
    const known = started.get(id);
    if (known !== undefined) return known;
    const running = run(id).then((result) => {
      ended.set(id, result);
      return result;
    });
    started.set(id, running);
    return running;
  };
  const run = async (id: string): Promise<JobResult> => {
    const job = byId.get(id)!;
    await Promise.all(job.needs.map(start));
    const needs: JsonObject = Object.fromEntries(
      job.needs.map((need) => [need, { ...ended.get(need)! }]),
    );
    const before = ancestors(job, byId).map((one) => ended.get(one)!);
    const status = statusOf(before, world.cancelled.aborted);
    return runDefinition(world, { job, needs, status });
  };
  const results = await Promise.all([...byId.keys()].map(start));
  return conclude(results, world.cancelled.aborted);
}

/** The jobs a job needs, and those that they need. */
function ancestors(job: WorkflowJob, byId: ReadonlyMap<string, WorkflowJob>): readonly string[] {
  const found = new Set<string>();
  const waiting = [...job.needs];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    waiting.push(...(byId.get(id)?.needs ?? []));
  }
  return [...found];
}

/** All that came before counts, so that what follows a skipped job is skipped too. */
function statusOf(before: readonly JobResult[], isCancelled: boolean): Status {
  return {
    isSuccess: !isCancelled && before.every(({ result }) => result === 'success'),
    isFailure: before.some(({ result }) => result === 'failure'),
    isCancelled,
  };
}

function conclude(results: readonly JobResult[], isCancelled: boolean): Conclusion {
  const all = results.map(({ result }) => result);
  if (isCancelled) return 'cancelled';
  if (all.includes('failure')) return 'failure';
  if (all.includes('cancelled')) return 'cancelled';
  return all.every((result) => result === 'skipped') ? 'skipped' : 'success';
}
