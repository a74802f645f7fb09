import { Failure } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import type { Job } from '../../action/read-job.ts';
import type { GitHub } from '../../github/github.ts';
import { Answer } from '../../github/requests/answer.ts';
import { mainBranch, type Control } from '../../orders/control.ts';
import { nightlyModules } from './nightly-modules.ts';
import { record } from './record.ts';

/** The event that says that the machines have tested; it holds a run's number and nothing else. */
export const nightEndedEvent = 'orangery-nightly-ended';

const workflow = 'nightly.yml';

/** Tells the catalogue that a run of the machines has ended. @throws Failure GITHUB_FAILED */
export async function announce(catalogue: GitHub, run: number): Promise<void> {
  await catalogue.dispatchEvent(nightEndedEvent, { run });
}

export interface Night {
  readonly control: Control;
  /** Of `main`. */
  readonly modules: readonly Module[];
  readonly event: Job['event'];
  /** The run that this job is part of. */
  readonly run: number;
}

/**
 * Takes over what was tested: on the schedule in this very run, and then sends what needs a GPU to the machines;
 * on their event in the run that it names.
 * @returns what was done, a line each
 * @throws Failure GITHUB_FAILED; ACCESS_REFUSED for an event that names another run
 */
export async function recordNight(night: Night): Promise<readonly string[]> {
  const { control, modules, event, run } = night;
  if (event.name === 'repository_dispatch') return recordMachines(night);
  const done = await record(control, modules, { run, where: control.catalogue });
  const heavy = nightlyModules(modules, 'gpu');
  if (heavy.length === 0) return done;
  const commit = (await control.catalogue.getBranch(mainBranch)) ?? mainBranch;
  await control.runner.dispatchWorkflow(workflow, { job: `nightly-${run}`, commit });
  return [...done, `${heavy.length} modules are sent to the machines`];
}

async function recordMachines({ control, modules, event }: Night): Promise<readonly string[]> {
  const id = new Answer(event.payload, 'event repository_dispatch')
    .field('client_payload')
    .field('run')
    .number();
  const run = await control.runner.getRun(id);
  const isOurs = run?.workflow === workflow && run.branch === mainBranch;
  if (!isOurs || run.event !== 'workflow_dispatch') {
    throw new Failure(
      'ACCESS_REFUSED',
      `Run ${id}: expected one of ${workflow} of main that we sent, found another`,
    );
  }
  return record(control, modules, { run: id, where: control.runner });
}
