import { Failure } from '@orangery/schemas';
import { isModuleId } from '@orangery/schemas/files';
import { defaultBudget } from '../../training/budget.ts';
import { UploadedFile } from '../call-sources.ts';
import type { Argument, ArgumentValues } from '../deepaas/arguments/argument.ts';
import { checkLink } from './check-link.ts';
import type { TrainingLimits } from './training-limits.ts';

/** What a caller asks for, checked. */
export interface AskedTraining {
  readonly dataset: UploadedFile | string;
  readonly validation?: string;
  readonly target?: string;
  readonly child?: string;
  readonly trials: number;
  readonly hours: number;
  readonly seed: number;
}

/** What `train` takes: the options of the command line as far as a caller may choose. */
export function trainArguments({ maxHours, maxTrials }: TrainingLimits): readonly Argument[] {
  const { MODEL_TRIAL_COUNT, TIME_HOURS } = defaultBudget;
  return [
    text('dataset', 'The data as one file: an archive or a table. This or link.', {
      type: 'file',
      location: 'form',
    }),
    text('link', 'Where the data lies, such as https://…, doi:… or hf://… This or dataset.'),
    text('validation', 'Link to separate held-out data to measure on.'),
    text('target', 'Column to predict; the last when absent.'),
    {
      ...{ name: 'trials', type: 'integer', description: 'Most trials.' },
      ...{ default: Math.min(MODEL_TRIAL_COUNT, maxTrials), minimum: 1, maximum: maxTrials },
    },
    {
      ...{ name: 'hours', type: 'number', description: 'Most hours, by the clock on the wall.' },
      ...{ default: Math.min(TIME_HOURS, maxHours), minimum: 0.001, maximum: maxHours },
    },
    {
      ...{ name: 'seed', type: 'integer', description: 'Start of all random choices.' },
      ...{ default: 1, minimum: 0, maximum: 4_294_967_295 },
    },
    text('child', 'Name of the module to be made; the run’s when absent.'),
  ];
}

/**
 * Checks what the arguments cannot say.
 * @throws Failure INPUT_INVALID, LINK_INVALID, LINK_REFUSED
 */
export function readTrainValues(values: ArgumentValues): AskedTraining {
  const { trials, hours, seed } = values;
  const validation = textOf(values, 'validation');
  const target = textOf(values, 'target');
  const child = childOf(values);
  if (validation !== undefined) checkLink(validation, 'validation');
  return {
    dataset: datasetOf(values),
    ...(validation !== undefined && { validation }),
    ...(target !== undefined && { target }),
    ...(child !== undefined && { child }),
    ...{ trials: Number(trials), hours: Number(hours), seed: Number(seed) },
  };
}

function text(name: string, description: string, more: Partial<Argument> = {}): Argument {
  return { name, type: 'string', description, ...more };
}

function datasetOf(values: ArgumentValues): UploadedFile | string {
  const { dataset } = values;
  const link = textOf(values, 'link');
  const file = dataset instanceof UploadedFile && !isUnfilled(dataset) ? dataset : undefined;
  if (file !== undefined && link === undefined) return file;
  if (link !== undefined && file === undefined) return checkLink(link, 'link');
  const found = file === undefined ? 'neither' : 'both';
  throw new Failure('INPUT_INVALID', `train: expected either dataset or link, found ${found}`, {
    hint: 'Send the data as the file dataset of a form, or say in link where it lies.',
  });
}

/** What a browser sends of a file that nobody chose. */
function isUnfilled({ filename, bytes }: UploadedFile): boolean {
  return filename === '' && bytes.length === 0;
}

function childOf(values: ArgumentValues): string | undefined {
  const child = textOf(values, 'child');
  if (child === undefined || isModuleId(child)) return child;
  throw new Failure('INPUT_INVALID', 'child: expected the name of a module, found another text', {
    hint: 'Lower-case words joined by hyphens, such as my-leaf-classifier.',
  });
}

/** A field of a form that was left empty was not given. */
function textOf(values: ArgumentValues, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
