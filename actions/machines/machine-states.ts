import type { MachineContainer } from '@orangery/runner/machines';
import type { GitHub } from '../github/github.ts';
import { isNameOf, machineName } from './plan-machines.ts';
import type { Registration } from './registry.ts';

/** A machine as engine and GitHub see it together. */
export interface MachineState {
  readonly name: string;
  /**
   * starting: GitHub does not hear of it yet; idle: it waits for a job; busy: it is at it; ending: GitHub has forgotten
   * it; gone: its container has ended or is not here.
   */
  readonly state: 'starting' | 'idle' | 'busy' | 'ending' | 'gone';
  /** Null: its container is not here. */
  readonly slot: number | null;
  /** Since when its container runs, ISO 8601. */
  readonly since: string | null;
  /** Workflow, run and job, where it is known. */
  readonly job: string | null;
}

/** @param jobs what machines are at, by their name */
export function machineStates(
  name: string,
  containers: readonly MachineContainer[],
  registrations: readonly Registration[],
  jobs: ReadonlyMap<string, string> = new Map(),
): readonly MachineState[] {
  const known = new Map(registrations.map((one) => [one.name, one]));
  const here = containers.map((container) => {
    const machine = machineName(name, container);
    const { slot, since } = container;
    const state = stateOf(container, known.get(machine));
    return { name: machine, state, slot, since, job: jobs.get(machine) ?? null };
  });
  const names = here.map((one) => one.name);
  const away = registrations
    .filter((one) => isNameOf(name, one.name) && !names.includes(one.name))
    .map((one) => ({ name: one.name, state: 'gone' as const, slot: null, since: null, job: null }));
  return [...here, ...away];
}

function stateOf(
  { isRunning }: MachineContainer,
  registration: Registration | undefined,
): MachineState['state'] {
  if (!isRunning) return 'gone';
  if (registration === undefined) return 'ending';
  if (registration.isBusy) return 'busy';
  return registration.isOnline ? 'idle' : 'starting';
}

const mostRuns = 20;

/**
 * What machines are at work on, by their name: `retrain.yml 17 work`.
 * @param runner the repository whose jobs they take
 * @throws Failure GITHUB_FAILED
 */
export async function jobsOfMachines(
  runner: Pick<GitHub, 'listActiveRuns' | 'listJobs'>,
): Promise<ReadonlyMap<string, string>> {
  const jobs = new Map<string, string>();
  for (const { id, workflow } of (await runner.listActiveRuns()).slice(0, mostRuns)) {
    for (const { name, runner: machine, conclusion } of await runner.listJobs(id)) {
      if (machine !== null && conclusion === null) jobs.set(machine, `${workflow} ${id} ${name}`);
    }
  }
  return jobs;
}
