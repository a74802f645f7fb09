import { keepMachines } from '@orangery/actions/machines';
import { collect, positiveNumber, wholeNumber } from '../../options.ts';
import { addCommand, type Context, type Verb } from '../../verb.ts';
import {
  addMachinesOptions,
  defaultImage,
  withMachines,
  type MachinesOptions,
} from './machines-place.ts';

interface UpOptions extends MachinesOptions {
  readonly machines: number;
  readonly gpus: number;
  readonly label?: readonly string[];
  readonly image: string;
  readonly cpus: number;
  readonly memory: number;
  readonly work: number;
  readonly pids: number;
  readonly drain: number;
  readonly once?: true;
}

const gibibyte = 1024 ** 3;

export const upCommand: Verb = (group, context) => {
  const command = addCommand(
    group,
    context,
    'up',
    'keep machines that take one job of the runner repository each, until Ctrl-C',
    [
      'orangery runner up --machines 2 --gpus 1',
      'orangery runner up --once --label gpu --memory 16',
    ],
  );
  addMachinesOptions(command)
    .option('--machines <number>', 'how many at a time', wholeNumber(1, 64), 1)
    .option(
      '--gpus <number>',
      'whole GPUs of each, its own; they make the label gpu',
      wholeNumber(0, 16),
      0,
    )
    .option('--label <name>', 'further label beside self-hosted; repeatable', collect)
    .option('--image <name>', 'image of a machine, which has to be here', defaultImage)
    .option('--cpus <number>', 'processors of each', positiveNumber(1024), 2)
    .option('--memory <GiB>', 'memory of each', positiveNumber(4096), 8)
    .option('--work <GiB>', 'of it at most for the folder of the job', positiveNumber(4096), 4)
    .option('--pids <number>', 'processes of each', wholeNumber(64, 100_000), 2048)
    .option('--drain <minutes>', 'how long jobs may take after Ctrl-C', wholeNumber(0, 1440), 30)
    .option('--once', 'one job each, and then no more')
    .action((options: UpOptions) => up(context, options));
};

/** Ctrl-C takes no further job, and waits for those that run; a second one ends at once, and leaves them. */
async function up(context: Context, options: UpOptions): Promise<void> {
  const { terminal } = context;
  const { machines: count, once = false, drain, gpus, label = [] } = options;
  const labels = [...new Set([...(gpus > 0 ? ['gpu'] : []), ...label])];
  const order = {
    ...{ options, signal: new AbortController().signal },
    machines: { count, labels, image: options.image, limits: limitsOf(options) },
  };
  await withMachines(context, order, async ({ world }) => {
    terminal.note(`Machines ${world.name}: ${count} at a time, self-hosted ${labels.join(' ')}`);
    terminal.record({ status: 'up', name: world.name, machines: count, labels });
    await keepMachines(world, {
      ...{ count, isOnce: once, signal: context.signal, drainMs: drain * 60_000 },
    });
  });
  terminal.print('No machine is left.');
  terminal.record({ status: 'stopped' });
}

function limitsOf({ cpus, memory, work, pids, gpus }: UpOptions) {
  const bytes = (gibibytes: number): number => Math.round(gibibytes * gibibyte);
  return { cpus, pids, gpus, memoryBytes: bytes(memory), workBytes: bytes(Math.min(work, memory)) };
}
