import type { Receipt, RecipeName } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { shellWord } from './shell-word.ts';

const exampleFiles: Readonly<Record<RecipeName, string>> = {
  'image-classification': 'my-images.zip',
  'object-detection': 'my-boxes.zip',
  'image-segmentation': 'my-masks.zip',
  'tabular-classification': 'my-table.csv',
  'tabular-regression': 'my-table.csv',
  'text-classification': 'my-texts.zip',
  'sequence-labelling': 'my-sentences.conllu',
  'time-series-forecasting': 'my-series.csv',
  'audio-classification': 'my-recordings.zip',
  custom: 'my-data.zip',
};

/** The command line that retrains a module on the reader's own data. */
export function trainCommand(module: Module): string {
  const { id, frontMatter } = module;
  const { train } = frontMatter.container ?? {};
  if (train !== undefined) return containerCommand(id, train.format);
  const data = exampleData(frontMatter.recipe ?? 'image-classification');
  const column = targetOf(module);
  const target = column === undefined ? [] : [['--target', column]];
  return joinLines([
    ['npx', 'orangery', 'train', id],
    ['--dataset', data],
    ...target,
    ['--trials', '10'],
  ]);
}

/** A container divides its data by itself, and is trained once. */
function containerCommand(id: string, format: string): string {
  const file = /\bcsv\b/i.test(format) ? 'my-table.csv' : 'my-data.zip';
  return joinLines([
    ['npx', 'orangery', 'train', id],
    ['--dataset', `https://example.org/${file}`],
  ]);
}

/** A link that stands for the reader's own data. */
export function exampleData(recipe: RecipeName): string {
  return `https://example.org/${exampleFiles[recipe]}`;
}

/** The column to predict, or a name that stands for it; none where the data has no columns. */
export function targetOf({ frontMatter: { recipe, dataset } }: Module): string | undefined {
  const hasTarget = recipe?.startsWith('tabular') === true || dataset?.target !== undefined;
  return hasTarget ? (dataset?.target ?? 'my_column') : undefined;
}

/** The command line that repeats a run and must give the same weights; null when its data is secret. */
export function repeatCommand({ request }: Receipt): string | null {
  const links = [...request.dataset, ...(request.validation ?? [])];
  if (links.some(({ link }) => link.startsWith('secret:'))) return null;
  const { MODEL_TRIAL_COUNT: trials, TIME_HOURS: hours } = request.budget;
  return joinLines([
    ['npx', 'orangery', 'train', request.module.id],
    ...request.dataset.map(({ link }) => ['--dataset', link]),
    ...(request.validation ?? []).map(({ link }) => ['--validation', link]),
    ...(request.target === undefined ? [] : [['--target', request.target]]),
    ...(trials === undefined ? [] : [['--trials', String(trials)]]),
    ...(hours === undefined ? [] : [['--hours', String(hours)]]),
    ['--backend', request.backend],
    ['--seed', String(request.seed)],
  ]);
}

function joinLines(lines: readonly (readonly string[])[]): string {
  return lines.map((words) => words.map(shellWord).join(' ')).join(' \\\n  ');
}
