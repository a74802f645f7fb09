import { type ModelForge, type ModelRepository } from './model-state.ts';
import type { Part } from './part.ts';

export function runs(
  forge: ModelForge,
  repository: ModelRepository,
): Part<
  | 'listRuns'
  | 'getRun'
  | 'listJobs'
  | 'listRunsSince'
  | 'listActiveRuns'
  | 'cancelRun'
  | 'repeatRun'
  | 'readArtifact'
  | 'dispatchWorkflow'
  | 'dispatchEvent'
> {
  const { runs: all, artifacts, dispatches } = repository;
  const newestFirst = () => [...all].sort((a, b) => b.id - a.id);
  return {
    listRuns: async (workflow, head) => {
      return newestFirst().filter((run) => run.workflow === workflow && run.head === head);
    },
    getRun: async (id) => all.find((run) => run.id === id) ?? null,
    listJobs: async (id) => all.find((run) => run.id === id)?.jobs ?? [],
    listRunsSince: async (moment) => {
      return newestFirst().filter(({ createdAt }) => Date.parse(createdAt) >= Date.parse(moment));
    },
    listActiveRuns: async () => newestFirst().filter(({ status }) => status !== 'completed'),
    cancelRun: async (id) => {
      const run = all.find((one) => one.id === id);
      if (run?.status !== 'completed') end(forge, run, 'cancelled');
    },
    repeatRun: async (id) => {
      const run = all.find((one) => one.id === id);
      if (run !== undefined) Object.assign(run, { status: 'queued', conclusion: null });
    },
    readArtifact: async (run, name) => artifacts.get(`${run} ${name}`) ?? null,
    dispatchWorkflow: async (workflow, inputs) => {
      dispatches.push({ workflow, inputs });
      startRun(forge, repository, {
        ...{ workflow, event: 'workflow_dispatch', title: inputs['job'] ?? workflow },
        ...{ head: repository.branches.get('main')!, branch: 'main' },
      });
    },
    dispatchEvent: async (type) => void dispatches.push({ workflow: type, inputs: {} }),
  };
}

/** A run that a machine has not taken yet. */
export function startRun(
  forge: ModelForge,
  repository: ModelRepository,
  run: {
    readonly workflow: string;
    readonly event: string;
    readonly title: string;
    readonly head: string;
    readonly branch: string;
    readonly headRepository?: string;
  },
): number {
  const id = forge.id();
  repository.runs.push({
    ...{
      id,
      jobs: [],
      status: 'queued',
      conclusion: null,
      headRepository: repository.name,
      ...run,
    },
    ...{ createdAt: forge.time(), updatedAt: forge.time() },
    url: `https://github.com/${repository.name}/actions/runs/${id}`,
  });
  return id;
}

/** A machine begins with a run's job. */
export function take(
  forge: ModelForge,
  run: ModelRepository['runs'][number],
  machine: string,
): void {
  const job = { name: 'work', conclusion: null, startedAt: forge.time(), completedAt: null };
  const jobs = [{ ...job, runner: machine, labels: ['self-hosted', 'gpu'] }];
  Object.assign(run, { status: 'in_progress', jobs, updatedAt: forge.time() });
}

/** Ends a run, and what of it is at work. */
export function end(
  forge: ModelForge,
  run: ModelRepository['runs'][number] | undefined,
  conclusion: 'success' | 'failure' | 'cancelled',
): void {
  if (run === undefined) return;
  const completedAt = forge.time();
  const jobs = run.jobs.map((job) => {
    return job.conclusion === null ? { ...job, conclusion, completedAt } : job;
  });
  Object.assign(run, { status: 'completed', conclusion, jobs, updatedAt: completedAt });
}
