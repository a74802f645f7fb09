import { jobsOfMachines, machineStates, type MachineState } from '@orangery/actions/machines';
import { Failure } from '@orangery/schemas';
import { addCommand, type Context, type Verb } from '../../verb.ts';
import {
  addMachinesOptions,
  withMachines,
  type MachinesOptions,
  type MachinesPlace,
} from './machines-place.ts';
import { unknownMachines } from './unknown-machines.ts';

export const statusCommand: Verb = (group, context) => {
  const command = addCommand(group, context, 'status', 'list the machines of this host', [
    'orangery runner status',
    'orangery runner status --json',
  ]);
  addMachinesOptions(command).action((options: MachinesOptions) => status(context, options));
};

async function status(context: Context, options: MachinesOptions): Promise<void> {
  const { terminal, signal } = context;
  const order = { options, signal, machines: unknownMachines, isShared: true };
  const machines = await withMachines(context, order, (place) => look(context, place));
  const rows = machines.map(({ name, state, slot, job, since }) => [
    ...[name, state, slot === null ? '–' : String(slot), job ?? '–', since?.slice(0, 19) ?? '–'],
  ]);
  terminal.print(
    rows.length === 0
      ? 'No machine is here: orangery runner up keeps some.'
      : terminal.table(['machine', 'state', 'slot', 'job', 'since (UTC)'], rows),
  );
  terminal.record({ machines });
}

async function look(
  { terminal }: Context,
  { world, repository }: MachinesPlace,
): Promise<readonly MachineState[]> {
  const { engine, registry, name } = world;
  const containers = await engine.list();
  const registrations = await registry.list(`${name}-`);
  const states = machineStates(name, containers, registrations);
  if (!states.some(({ state }) => state === 'busy')) return states;
  try {
    const jobs = await jobsOfMachines(repository);
    return machineStates(name, containers, registrations, jobs);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'GITHUB_FAILED') throw error;
    terminal.note(`At which jobs they are is not known: ${error.message}`);
    return states;
  }
}
