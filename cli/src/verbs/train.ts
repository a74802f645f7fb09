import { relative, resolve } from 'node:path';
import {
  readDatasetAccess,
  readValidModule,
  runCheck,
  runTraining,
  type TrainingOrder,
} from '@orangery/runner';
import {
  Failure,
  type BackendName,
  type Knobs,
  type PinnedLink,
  type Receipt,
} from '@orangery/schemas';
import { Option } from 'commander';
import { showCheck } from '../check-view.ts';
import { runnerFolders } from '../folders.ts';
import { measuresTable } from '../measures.ts';
import { resolveModuleFolder } from '../module-folder.ts';
import { collect, pinKnob, positiveNumber, wholeNumber } from '../options.ts';
import { trainCommand } from '../train-command.ts';
import { createTrainingView, duration } from '../training-view.ts';
import { addCommand, type Context, type Verb } from '../verb.ts';
import { createWorld } from '../world.ts';

export interface TrainOptions {
  readonly dataset?: readonly string[];
  readonly validation?: readonly string[];
  readonly target?: string;
  readonly trials?: number;
  readonly hours?: number;
  readonly gpus?: number;
  readonly backend: BackendName | 'auto';
  readonly seed: number;
  readonly out?: string;
  readonly child?: string;
  readonly knob?: Knobs;
  readonly visibility: 'public' | 'private';
  readonly maxBytes?: number;
  readonly check?: boolean;
}

export const trainVerb: Verb = (program, context) => {
  addCommand(program, context, 'train <module>', 'train a module on data behind a link', [
    'orangery train image-classifier --dataset https://example.org/flowers.zip --trials 3',
    'orangery train tabular-classifier --dataset penguins.csv --target species',
    'orangery train image-classifier --dataset https://example.org/flowers.zip --check',
  ])
    .option('--dataset <link>', 'where the data lies; repeat for several', collect)
    .option('--validation <link>', 'separate held-out data to measure on', collect)
    .option('--target <column>', 'column to predict (default: the last)')
    .option('--trials <number>', 'most trials (default: 10)', wholeNumber(1, 10_000))
    .option('--hours <hours>', 'most hours (default: 0.08)', positiveNumber(1000))
    .option('--gpus <number>', 'GPUs at a time (default: 0)', wholeNumber(0, 64))
    .addOption(backendOption())
    .option('--seed <number>', 'start of all random choices', wholeNumber(0, 4_294_967_295), 1)
    .option('--out <folder>', 'where the result goes (default: out/<run>)')
    .option(
      '--knob <name=value>',
      'pin a knob instead of searching it; repeat for several',
      pinKnob,
    )
    .option('--child <id>', 'name of the module to be made')
    .addOption(
      new Option('--visibility <who>', 'private data leaves no link, name or row in the result')
        .choices(['private', 'public'])
        .default('private'),
    )
    .option('--max-bytes <bytes>', 'largest download', wholeNumber(1, Number.MAX_SAFE_INTEGER))
    .option('--check', 'say what it would take and how good its chances are, and stop')
    .action(async (module: string, options: TrainOptions) => trainModule(context, module, options));
};

export function backendOption(): Option {
  return new Option('--backend <name>', 'what computes')
    .choices(['auto', 'tensorflow-gpu', 'tensorflow', 'webgpu', 'wasm', 'cpu'])
    .default('auto');
}

async function trainModule(context: Context, name: string, options: TrainOptions): Promise<void> {
  const { cwd, terminal } = context;
  const module = await readValidModule(await resolveModuleFolder(name, cwd));
  const view = createTrainingView(terminal);
  const folders = await runnerFolders(context);
  const order: TrainingOrder = {
    module,
    ...dataOf(options, module, cwd),
    budget: budgetOf(options),
    child: options.child,
    knobs: options.knob,
    backend: options.backend,
    seed: options.seed,
    visibility: options.visibility,
    maxBytes: options.maxBytes,
    folderOf: (run) => resolve(cwd, options.out ?? `${folders.root}/out/${run}`),
    folders,
    access: readDatasetAccess(context.env),
    world: createWorld(context, view.show),
  };
  try {
    if (options.check === true) {
      const check = await runCheck(order);
      view.close();
      return showCheck(terminal, check, (id) => trainCommand(id, options));
    }
    const { receipt, folder } = await runTraining(order);
    view.close();
    printResult(context, receipt, relative(cwd, folder) || '.');
    terminal.record(receipt);
  } finally {
    view.close();
  }
}

function budgetOf({ trials, hours, gpus }: TrainOptions): TrainingOrder['budget'] {
  return {
    ...(trials === undefined ? {} : { MODEL_TRIAL_COUNT: trials }),
    ...(hours === undefined ? {} : { TIME_HOURS: hours }),
    ...(gpus === undefined ? {} : { GPU_COUNT: gpus }),
  };
}

type Data = Pick<TrainingOrder, 'dataset' | 'validation' | 'target' | 'baseFolder'>;

/** The links typed, else the data that the module declares. */
function dataOf(options: TrainOptions, module: TrainingOrder['module'], cwd: string): Data {
  const links = (list: readonly string[]): PinnedLink[] => list.map((link) => ({ link }));
  if (options.dataset !== undefined) {
    return {
      dataset: links(options.dataset),
      validation: options.validation && links(options.validation),
      target: options.target,
      baseFolder: cwd,
    };
  }
  const declared = module.frontMatter.dataset;
  if (declared === undefined) {
    throw new Failure('USAGE', `train ${module.id}: expected --dataset <link>, found none`, {
      hint: `For example: orangery train ${module.id} --dataset https://example.org/data.zip`,
    });
  }
  return {
    dataset: [{ link: declared.link }],
    validation: declared.validation === undefined ? undefined : [{ link: declared.validation }],
    target: options.target ?? declared.target,
    baseFolder: module.folder,
  };
}

function printResult({ terminal }: Context, receipt: Receipt, folder: string): void {
  const { colors } = terminal;
  const { split, observed, best, trials } = receipt;
  terminal.print(
    `\nBest of ${trials.length} trials is ${best}; measured on ${split.test} held-out examples:\n`,
  );
  terminal.print(measuresTable(terminal, receipt));
  terminal.print(
    `\n${colors.green('✓')} ${folder}  ${(receipt.artifact.bytes / 1000).toFixed(0)} kB of weights, ${duration(observed.seconds)}`,
  );
  terminal.print(`  orangery predict ${folder} --input <file>\n  orangery serve ${folder}`);
}
