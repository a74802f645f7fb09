import { basename, resolve } from 'node:path';
import {
  drawContactSheet,
  parseDatasetLink,
  shownLink,
  showExamples,
  warnOfData,
  type OpenedDataset,
  type ShownExample,
} from '@orangery/runner';
import { Failure, type PinnedLink, type Visibility } from '@orangery/schemas';
import { writeWhole } from '@orangery/schemas/files';
import type { Context } from '../verb.ts';
import { datasetPage } from './dataset-page.ts';
import { exampleView } from './example-view.ts';

export interface PrintOptions {
  readonly visibility: Visibility;
  /** How many are shown. */
  readonly examples: number;
  /** Which are drawn. */
  readonly seed?: number;
  /** PNG file that their pictures go to. */
  readonly pictures?: string;
}

/** Prints all that may be shown where the output goes: everything on the asker's own terminal. */
export async function printDataset(
  dataset: OpenedDataset,
  options: PrintOptions,
  context: Context,
): Promise<void> {
  const isShown = options.visibility === 'public' || context.terminal.screen.isTerminal;
  printPage(dataset, isShown, context);
  await printExamples(dataset, options, isShown, context);
}

/**
 * Values of private data, names of files in it and where it lies are for the asker's own terminal: a
 * log or a file may be read by others.
 */
function printPage(dataset: OpenedDataset, isShown: boolean, { cwd, terminal }: Context): void {
  const { reading, fetched, record, details } = dataset;
  const messages = warnOfData(isShown ? details : record).map(({ message }) => message);
  const page = isShown
    ? {
        facts: details,
        sources: fetched.sources.map((source) => ({ ...source, link: shownLink(source, cwd) })),
        ranges: (reading.kind === 'read' && reading.recipe.ranges?.(reading.data)) || [],
        warnings: [...messages, ...(reading.kind === 'unread' ? reading.reasons : [])],
      }
    : { facts: record, sources: namedSources(dataset, cwd), ranges: [], warnings: messages };
  terminal.print(datasetPage(page, terminal));
}

/** As the record has them, but a file or folder on this machine by the name that was asked for, without where it lies. */
function namedSources({ record, fetched }: OpenedDataset, cwd: string): readonly PinnedLink[] {
  return record.sources.map((source, index) => {
    const text = fetched.sources[index]?.link ?? source.link;
    if (/^secret:/i.test(text)) return source;
    const link = parseDatasetLink(text, { allowLocal: true, baseFolder: cwd });
    return link.kind === 'file' ? { ...source, link: basename(link.path) } : source;
  });
}

/** Examples are values of the data too; a file of pictures goes where the asker says. */
async function printExamples(
  dataset: OpenedDataset,
  { examples: count, seed = 1, pictures }: PrintOptions,
  isShown: boolean,
  { cwd, terminal }: Context,
): Promise<void> {
  if (count === 0 || (terminal.isJson && pictures === undefined)) return;
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
