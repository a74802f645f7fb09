import { resolve } from 'node:path';
import {
  drawContactSheet,
  openDataset,
  readDatasetAccess,
  recipes,
  shownLink,
  showExamples,
  type OpenedDataset,
  type Recipe,
  type ShownExample,
} from '@orangery/runner';
import { Failure, type RecipeName, type Visibility } from '@orangery/schemas';
import { writeWhole } from '@orangery/schemas/files';
import { Option } from 'commander';
import { datasetPage } from '../../dataset-page/dataset-page.ts';
import { exampleView } from '../../dataset-page/example-view.ts';
import { runnerFolders } from '../../folders.ts';
import { collect, wholeNumber } from '../../options.ts';
import { createTrainingView } from '../../training-view.ts';
import { addCommand, type Context, type Verb } from '../../verb.ts';
import { createWorld } from '../../world.ts';

interface InspectOptions {
  readonly recipe?: RecipeName;
  readonly target?: string;
  readonly validation?: readonly string[];
  readonly examples: number;
  readonly seed: number;
  readonly pictures?: string;
  readonly visibility: Visibility;
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
    const order = await orderOf(context, options, view);
    const recipe = options.recipe && recipes[options.recipe];
    const dataset = await openDataset({
      ...order,
      ...pinned(links),
      recipe,
      secretName: 'DATASET',
    });
    opened.push(dataset);
    const validation = options.validation && (await openValidation(dataset));
    if (validation !== undefined) opened.push(validation);
    view.close();
    printPages(opened, context);
    await showSome(dataset, options, context);
    terminal.record({
      dataset: dataset.record,
      ...(validation === undefined ? {} : { validation: validation.record }),
      warnings: opened.flatMap(({ warnings }) => warnings),
    });

    async function openValidation(heldOutFrom: OpenedDataset): Promise<OpenedDataset> {
      return openDataset({
        ...order,
        ...pinned(options.validation!),
        recipe: recipe ?? recipeOf(heldOutFrom),
        secretName: 'VALIDATION',
        heldOutFrom,
      });
    }
  } finally {
    view.close();
    for (const dataset of opened.toReversed()) await dataset.close();
  }
}

async function orderOf(
  context: Context,
  { target, visibility, maxBytes }: InspectOptions,
  view: ReturnType<typeof createTrainingView>,
) {
  const folders = await runnerFolders(context);
  return {
    visibility,
    baseFolder: context.cwd,
    cacheFolder: folders.cache,
    access: readDatasetAccess(context.env),
    world: createWorld(context, view.show),
    ...(target === undefined ? {} : { target }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
  };
}

function pinned(links: readonly string[]) {
  return { links: links.map((link) => ({ link })) };
}

function recipeOf({ reading }: OpenedDataset): Recipe | undefined {
  return reading.kind === 'read' ? reading.recipe : undefined;
}

function printPages(opened: readonly OpenedDataset[], { cwd, terminal }: Context): void {
  for (const [place, described] of opened.entries()) {
    const { reading, fetched } = described;
    const sources = fetched.sources.map((source) => ({ ...source, link: shownLink(source, cwd) }));
    const ranges = reading.kind === 'read' ? reading.recipe.ranges?.(reading.data) : undefined;
    if (place > 0) terminal.print(`\n${terminal.colors.bold('Validation')}`);
    terminal.print(datasetPage({ described, sources, ranges: ranges ?? [] }, terminal));
  }
}

/** Examples are values of the data: of private data they go to the asker's terminal, or where he says. */
async function showSome(
  dataset: OpenedDataset,
  { examples: count, seed, visibility, pictures }: InspectOptions,
  { cwd, terminal }: Context,
): Promise<void> {
  if (count === 0 || (terminal.isJson && pictures === undefined)) return;
  const isShown = visibility === 'public' || terminal.screen.isTerminal;
  if (!isShown && pictures === undefined) {
    return terminal.print('\nExamples are shown on a terminal, or with --visibility public.');
  }
  const examples = await showExamples(dataset, count, seed);
  if (isShown) {
    const { target } = dataset.details;
    const title = examples.length === 1 ? 'An example' : `${examples.length} examples`;
    terminal.print(`\n${terminal.colors.bold(title)}\n`);
    terminal.print(await exampleView(examples, target, terminal));
  }
  if (pictures !== undefined) await writePictures(examples, resolve(cwd, pictures));
  if (pictures !== undefined) terminal.print(`\n${terminal.colors.green('✓')} ${pictures}`);
}

async function writePictures(examples: readonly ShownExample[], path: string): Promise<void> {
  const pictures = examples.filter((example) => example.kind === 'picture');
  if (pictures.length === 0) {
    throw new Failure(
      'USAGE',
      '--pictures: expected data of pictures, found none among the examples',
    );
  }
  const labelled = pictures.map(({ label = '', bytes }) => ({ label, bytes }));
  await writeWhole(path, await drawContactSheet(labelled));
}
