import { relative, resolve } from 'node:path';
import {
  readDatasetAccess,
  runCheck,
  runTraining,
  suggestModule,
  type RunnerFolders,
  type TrainingOrder,
  type World,
} from '@orangery/runner';
import type { Receipt } from '@orangery/schemas';
import { Option } from 'commander';
import { showCheck } from '../check-view.ts';
import { runnerFolders } from '../folders.ts';
import { measuresTable } from '../measures.ts';
import { collect, pinKnob, positiveNumber, wholeNumber } from '../options.ts';
import { shellWord } from '../shell-word.ts';
import { trainCommand } from '../train-command.ts';
import {
  askedByOptions,
  askedByRequest,
  type Asked,
  type TrainOptions,
} from '../training-order.ts';
import { createTrainingView, duration } from '../training-view.ts';
import { addCommand, type Context, type Verb } from '../verb.ts';
import { createWorld } from '../world.ts';

export const trainVerb: Verb = (program, context) => {
  addCommand(program, context, 'train [module]', 'train a module on data behind a link', [
    'orangery train image-classifier --dataset https://example.org/flowers.zip --trials 3',
    'orangery train tabular-classifier --dataset penguins.csv --target species',
    'orangery train --dataset https://example.org/flowers.zip --check',
    'orangery train --request modules/seed-classifier/training/run-20261121-031140-6ccc860a.yml',
  ])
    .option('--dataset <link>', 'where the data lies; repeat for several', collect)
    .option(
      '--validation <link>',
      'separate held-out data to measure on; repeat for several',
      collect,
    )
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
    .addOption(
      new Option('--request <file>', 'train what a request asks for, and pin its data').conflicts([
        ...['dataset', 'validation', 'target', 'trials', 'hours', 'gpus', 'backend', 'seed'],
        ...['knob', 'child', 'visibility'],
      ]),
    )
    .action(async (module: string | undefined, options: TrainOptions) =>
      trainModule(context, module, options),
    );
};

export function backendOption(): Option {
  return new Option('--backend <name>', 'what computes')
    .choices(['auto', 'tensorflow-gpu', 'tensorflow', 'webgpu', 'wasm', 'cpu'])
    .default('auto');
}

async function trainModule(
  context: Context,
  name: string | undefined,
  options: TrainOptions,
): Promise<void> {
  const { cwd, terminal } = context;
  const { request, out, maxBytes } = options;
  const view = createTrainingView(terminal);
  const folders = await runnerFolders(context);
  const access = readDatasetAccess(context.env);
  const world = createWorld(context, view.show);
  try {
    const asked =
      request === undefined
        ? await askedByOptions(name ?? (await suggested(context, options, world)), options, cwd)
        : await askedByRequest(request, context);
    const order: TrainingOrder = {
      ...{ ...asked, maxBytes, folders, access, world },
      folderOf: (run) => resolve(cwd, out ?? `${folders.root}/out/${run}`),
    };
    if (options.check === true) {
      const check = await runCheck(order);
      view.close();
      return showCheck(terminal, check, (id) =>
        request !== undefined && id === asked.module.id
          ? `orangery train --request ${shellWord(request)}`
          : trainCommand(id, typed(asked, options)),
      );
    }
    const { receipt, folder } = await runTraining(order);
    view.close();
    printResult(context, receipt, relative(cwd, folder) || '.');
    terminal.record(receipt);
  } finally {
    view.close();
  }
}

/** The module that fits the data best, where a check was asked for without one. */
async function suggested(
  context: Context,
  { check, dataset, ...options }: TrainOptions,
  world: World,
): Promise<string | undefined> {
  if (check !== true || dataset === undefined) return undefined;
  const folders: RunnerFolders = await runnerFolders(context);
  const { target, visibility, maxBytes } = options;
  const links = dataset.map((link) => ({ link }));
  const module = await suggestModule(
    {
      ...{ links, target, visibility, maxBytes, world },
      secretName: 'DATASET',
      baseFolder: context.cwd,
      cacheFolder: folders.cache,
      cacheBytes: folders.cacheBytes,
      access: readDatasetAccess(context.env),
    },
    folders.root,
  );
  context.terminal.note(`${module} fits this data best`);
  return module;
}

/** A request as the options that ask for the same. */
function typed(asked: Asked, options: TrainOptions): TrainOptions {
  if (options.request === undefined) return options;
  const { dataset, validation, target, budget, backend, seed, knobs, child, visibility } = asked;
  const links = (pinned: Asked['dataset']): string[] => pinned.map(({ link }) => link);
  return {
    ...{ target, backend, seed, child, visibility, knob: knobs },
    dataset: links(dataset),
    validation: validation && links(validation),
    trials: budget.MODEL_TRIAL_COUNT,
    hours: budget.TIME_HOURS,
    gpus: budget.GPU_COUNT || undefined,
    maxBytes: options.maxBytes,
  };
}

function printResult({ terminal }: Context, receipt: Receipt, folder: string): void {
  const { colors } = terminal;
  const { split, observed, best, trials } = receipt;
  const foretold =
    observed.predicted === undefined
      ? ''
      : ` (${duration(observed.predicted.minutes * 60)} were predicted)`;
  terminal.print(
    `\nBest of ${trials.length} trials is ${best}; measured on ${split.test} held-out examples:\n`,
  );
  terminal.print(measuresTable(terminal, receipt));
  terminal.print(
    `\n${colors.green('✓')} ${folder}  ${(receipt.artifact.bytes / 1000).toFixed(0)} kB of weights, ${duration(observed.seconds)}${foretold}`,
  );
  terminal.print(`  orangery predict ${folder} --input <file>\n  orangery serve ${folder}`);
}
