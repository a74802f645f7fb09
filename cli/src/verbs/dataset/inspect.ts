import {
  openDataset,
  readDatasetAccess,
  recipes,
  type DatasetOrder,
  type OpenedDataset,
  type Recipe,
} from '@orangery/runner';
import { Failure, type PinnedLink, type RecipeName } from '@orangery/schemas';
import { Option } from 'commander';
import { printDataset, type PrintOptions } from '../../dataset-page/print-dataset.ts';
import { runnerFolders } from '../../folders.ts';
import { collect, wholeNumber } from '../../options.ts';
import { createTrainingView, type TrainingView } from '../../train/training-view.ts';
import { addCommand, type Context, type Verb } from '../../verb.ts';
import { createWorld } from '../../world.ts';

interface InspectOptions extends PrintOptions {
  readonly recipe?: RecipeName;
  readonly target?: string;
  readonly validation?: readonly string[];
  readonly maxBytes?: number;
}

export const inspectCommand: Verb = (group, context) => {
  addCommand(group, context, 'inspect <link...>', 'say what a data set is, and show some of it', [
    'orangery dataset inspect https://example.org/leaves.zip',
    'orangery dataset inspect penguins.csv --target species',
    'orangery dataset inspect train.zip --validation test.zip --pictures sheet.png',
  ])
    .addOption(
      new Option('--recipe <name>', 'what reads it (default: the one that fits best)').choices(
        Object.keys(recipes),
      ),
    )
    .option('--target <column>', 'column to predict (default: the last)')
    .option('--validation <link>', 'held-out data to compare with; repeat for several', collect)
    .option('--examples <number>', 'examples to show', wholeNumber(0, 1000), 20)
    .option('--seed <number>', 'which examples are drawn', wholeNumber(0, 4_294_967_295), 1)
    .option('--pictures <file>', 'also draw the examples’ pictures into this PNG file')
    .addOption(
      new Option('--visibility <who>', 'examples of private data are shown on a terminal only')
        .choices(['private', 'public'])
        .default('private'),
    )
    .option('--max-bytes <bytes>', 'largest download', wholeNumber(1, Number.MAX_SAFE_INTEGER))
    .action(async (links: readonly string[], options: InspectOptions) =>
      inspect(context, links, options),
    );
};

async function inspect(
  context: Context,
  links: readonly string[],
  options: InspectOptions,
): Promise<void> {
  const { terminal } = context;
  const view = createTrainingView(terminal);
  const opened: OpenedDataset[] = [];
  try {
    for await (const dataset of openAll(context, links, options, view)) opened.push(dataset);
    view.close();
    const [dataset, validation] = opened;
    checkTarget(dataset!, options);
    await printDataset(dataset!, options, context);
    if (validation !== undefined) {
      terminal.print(`\n${terminal.colors.bold('Validation')}\n`);
      await printDataset(validation, { visibility: options.visibility, examples: 0 }, context);
    }
    terminal.record({
      dataset: dataset!.record,
      ...(validation === undefined ? {} : { validation: validation.record }),
      warnings: opened.flatMap(({ warnings }) => warnings),
    });
  } finally {
    view.close();
    for (const dataset of opened.toReversed()) await dataset.close();
  }
}

/** The data, then what is held out from it. */
async function* openAll(
  context: Context,
  links: readonly string[],
  options: InspectOptions,
  view: TrainingView,
): AsyncGenerator<OpenedDataset> {
  const order = await orderOf(context, options, view);
  const recipe = options.recipe && recipes[options.recipe];
  const dataset = await openDataset({
    ...order,
    links: pinned(links),
    recipe,
    secretName: 'DATASET',
  });
  yield dataset;
  if (options.validation === undefined) return;
  yield await openDataset({
    ...order,
    links: pinned(options.validation),
    recipe: recipe ?? recipeOf(dataset),
    secretName: 'VALIDATION',
    heldOutFrom: dataset,
  });
}

async function orderOf(
  context: Context,
  { target, visibility, maxBytes }: InspectOptions,
  view: TrainingView,
): Promise<Omit<DatasetOrder, 'links' | 'secretName'>> {
  const folders = await runnerFolders(context);
  return {
    visibility,
    baseFolder: context.cwd,
    cacheFolder: folders.cache,
    cacheBytes: folders.cacheBytes,
    access: readDatasetAccess(context.env),
    world: createWorld(context, view.show),
    ...(target === undefined ? {} : { target }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
  };
}

function pinned(links: readonly string[]): readonly PinnedLink[] {
  return links.map((link) => ({ link }));
}

/** A column that is asked for and not there is the asker's mistake, not the data's. */
function checkTarget({ reading }: OpenedDataset, { target }: InspectOptions): void {
  if (target === undefined || reading.kind === 'read') return;
  const found = ['none', ...reading.reasons].join(': ');
  throw new Failure(
    'DATASET_INVALID',
    `--target ${target}: expected a table to predict it in, found ${found}`,
    { hint: 'Leave --target out to see what the data is.' },
  );
}

function recipeOf({ reading }: OpenedDataset): Recipe | undefined {
  return reading.kind === 'read' ? reading.recipe : undefined;
}
