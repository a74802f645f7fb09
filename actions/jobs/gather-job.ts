import type { Access, JobState, RecordLog } from '@orangery/schemas';
import type { Known } from '../access/known.ts';
import { rolesFor } from '../access/roles.ts';
import type { RunJob, WorkflowRun } from '../github/entities.ts';
import { knownRoles, learnPerson } from '../orders/asker.ts';
import type { Control } from '../orders/control.ts';
import { latestUsage } from '../records/usage.ts';
import { isActive } from './append-state.ts';
import type { JobFacts, RunFacts } from './reconcile.ts';

/** The job of a run that leaves the result; others may have done a part of the work before it. */
export const workJob = 'work';
/** A machine of ours has it. */
const ownMachine = 'self-hosted';

/**
 * What is known of a job now.
 * @param runs of the runner repository, to find the job's own by its title
 * @throws Failure GITHUB_FAILED
 */
export async function gatherJob(
  control: Control,
  job: JobState,
  { log, access, runs }: JobSurroundings,
): Promise<JobFacts> {
  const { catalogue, clock } = control;
  const usage = latestUsage(log).get(job.job);
  const first = log.jobState.find((line) => line.job === job.job) ?? job;
  const isOpen = async (number: number): Promise<boolean> => {
    return (await catalogue.getPullRequest(number))?.state === 'open';
  };
  return {
    job,
    isReserved: usage?.kind === 'reserved',
    // of machines, as its run is measured
    reservedMinutes: (usage?.gpuMinutes ?? 0) / (job.gpus ?? 1),
    queuedAt: Date.parse(first.at),
    now: clock.now(),
    pull: job.pullRequest === undefined ? null : { isOpen: await isOpen(job.pullRequest) },
    run: await runFacts(control, job, runs),
    mayAsk: !isActive(job) || (await mayStillAsk(control, job, access)),
  };
}

export interface JobSurroundings {
  readonly log: RecordLog;
  readonly access: Known<Access>;
  readonly runs: readonly WorkflowRun[];
}

/**
 * The run of a job, as it is now; null when there is none.
 * @throws Failure GITHUB_FAILED
 */
export async function runFacts(
  { runner, clock }: Control,
  job: JobState,
  runs: readonly WorkflowRun[],
): Promise<RunFacts | null> {
  const known = job.run === undefined ? null : await runner.getRun(job.run);
  const run = known ?? runs.find(({ title }) => title === job.job);
  if (run === undefined) return null;
  const all = await runner.listJobs(run.id);
  const jobs = all.filter(({ labels }) => labels.includes(ownMachine));
  const end = all.find(({ name }) => name === workJob)?.conclusion ?? null;
  const isOver = end !== null || run.status === 'completed';
  return {
    id: run.id,
    outcome: isOver ? outcomeOf(end ?? run.conclusion) : null,
    hasStarted: jobs.some(
      ({ startedAt, runner: machine }) => startedAt !== null && machine !== null,
    ),
    since: Date.parse(run.createdAt),
    usedMinutes: jobs.reduce((sum, one) => sum + minutesOf(one, clock.now()), 0),
    runner: jobs.find((one) => one.runner !== null)?.runner ?? null,
  };
}

function outcomeOf(end: string | null): NonNullable<RunFacts['outcome']> {
  return end === 'success' || end === 'cancelled' ? end : 'failure';
}

/** A job that no machine took has used none. */
function minutesOf({ startedAt, completedAt, runner }: RunJob, now: number): number {
  if (startedAt === null || runner === null) return 0;
  const end = completedAt === null ? now : Date.parse(completedAt);
  return Math.max(0, end - Date.parse(startedAt)) / 60_000;
}

/** What cannot be learnt is taken for a yes: nobody loses work because GitHub did not answer. */
async function mayStillAsk(
  { catalogue }: Control,
  { askerId, verb }: JobState,
  access: Known<Access>,
): Promise<boolean> {
  if (askerId === undefined || access.kind === 'unknown') return true;
  const person = await learnPerson(catalogue, askerId, access);
  if (person.account.kind === 'unknown' || person.teams.kind === 'unknown') return true;
  const roles = knownRoles(person, access);
  return rolesFor(access.value, verb).some((role) => roles.includes(role));
}

/**
 * What a round of reconciling needs beside its jobs: the runs that could be theirs.
 * @throws Failure GITHUB_FAILED
 */
export async function surroundings(
  { runner }: Control,
  jobs: readonly JobState[],
  { log, access }: Pick<JobSurroundings, 'log' | 'access'>,
): Promise<JobSurroundings> {
  const names = new Set(jobs.map(({ job }) => job));
  const first = log.jobState.find(({ job }) => names.has(job));
  return { log, access, runs: first === undefined ? [] : await runner.listRunsSince(first.at) };
}
