import { endMachines } from '@orangery/actions/machines';
import { wholeNumber } from '../../options.ts';
import { addCommand, type Context, type Verb } from '../../verb.ts';
import { addMachinesOptions, withMachines, type MachinesOptions } from './machines-place.ts';
import { unknownMachines } from './unknown-machines.ts';

interface DownOptions extends MachinesOptions {
  readonly drain: number;
}

export const downCommand: Verb = (group, context) => {
  const command = addCommand(
    group,
    context,
    'down',
    'remove machines of this host that an ended `up` has left',
    ['orangery runner down', 'orangery runner down --drain 0'],
  );
  addMachinesOptions(command)
    .option(
      '--drain <minutes>',
      'how long jobs that are at work may take',
      wholeNumber(0, 1440),
      30,
    )
    .action((options: DownOptions) => down(context, options));
};

async function down(context: Context, options: DownOptions): Promise<void> {
  const { terminal, signal } = context;
  const order = { options, signal, machines: unknownMachines };
  const stopped = await withMachines(context, order, ({ world }) =>
    endMachines(world, { drainMs: options.drain * 60_000 }),
  );
  terminal.print('No machine is left.');
  terminal.record({ status: 'stopped', stoppedInTheirJob: stopped });
}
