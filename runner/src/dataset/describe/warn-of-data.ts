import type { DatasetRecord } from '@orangery/schemas';
import { partName } from './folder-labels.ts';

/** What a person should know before a training costs anything. */
export interface DatasetWarning {
  readonly code:
    | 'UNREAD'
    | 'ONE_CLASS'
    | 'SPLIT_FOLDERS'
    | 'FEW_EXAMPLES'
    | 'UNBALANCED'
    | 'COPIES'
    | 'CONFLICTING_COPIES'
    | 'LEAKAGE'
    | 'TELLTALE_COLUMN'
    | 'MISSING_VALUES';
  readonly message: string;
}

const fewExamples = 5;
const steepRatio = 20;
const mostConflicting = 0.01;
const mostCopies = 0.05;
const mostMissing = 0.5;
const mostNamed = 5;

interface Counted {
  readonly things: string;
  /** What shows how rare classes do. */
  readonly advice: string;
}

const examplesCounted: Counted = {
  things: 'examples',
  advice: 'look at macroF1, not at accuracy',
};
/** What a recipe counts of each class, where it is not examples. */
const countedBy: Readonly<Record<string, Counted>> = {
  'image-segmentation': { things: 'pixels', advice: 'look at meanIoU, not at pixelAccuracy' },
  'object-detection': { things: 'boxes', advice: 'look at the precision of each class' },
};

/** All warnings that a record gives rise to; it holds all that they say, and no more. */
export function warnOfData(record: DatasetRecord): readonly DatasetWarning[] {
  return rules.flatMap(({ code, find }) => {
    const message = find(record);
    return message === undefined ? [] : [{ code, message }];
  });
}

interface Rule {
  readonly code: DatasetWarning['code'];
  /** The message, or `undefined` where all is well. */
  find(record: DatasetRecord): string | undefined;
}

const rules: readonly Rule[] = [
  {
    code: 'UNREAD',
    find: ({ recipe }) =>
      recipe === undefined ? 'No recipe reads this data: nothing can be trained on it.' : undefined,
  },
  {
    code: 'ONE_CLASS',
    find: ({ classes }) =>
      classes?.length === 1 ? `All examples are of one class, ${classes[0]!.name}.` : undefined,
  },
  {
    code: 'SPLIT_FOLDERS',
    find: ({ classes = [] }) =>
      classes.length > 1 && classes.every(({ name }) => partName.test(name))
        ? `The classes are called ${named(classes.map(({ name }) => name))}: if these are parts of the data, give one as --dataset and another as --validation.`
        : undefined,
  },
  {
    code: 'FEW_EXAMPLES',
    find: ({ classes = [], recipe }) => {
      const small = classes.filter(({ count }) => count < fewExamples);
      if (small.length === 0) return undefined;
      const listed = named(small.map(({ name, count }) => `${name} (${count})`));
      return `Fewer than ${fewExamples} ${countedIn(recipe).things} of ${listed}: too few to learn or to measure them.`;
    },
  },
  {
    code: 'UNBALANCED',
    find: ({ balance, recipe }) => {
      if (balance === undefined || balance.ratio <= steepRatio) return undefined;
      const { things, advice } = countedIn(recipe);
      return `The largest class has ${Math.round(balance.ratio)} times the ${things} of the smallest: ${advice}.`;
    },
  },
  {
    code: 'COPIES',
    find: ({ recipe, duplicates, examples }) =>
      recipe !== undefined && duplicates !== undefined && duplicates.copies > examples * mostCopies
        ? `${percent(duplicates.copies / examples)} of the examples are copies: some fall to training and to test alike, and what is measured looks better than it is.`
        : undefined,
  },
  {
    code: 'CONFLICTING_COPIES',
    find: ({ duplicates, examples }) =>
      duplicates !== undefined && duplicates.conflicting > examples * mostConflicting
        ? `Copies that bear another class than their original: ${duplicates.conflicting} (${percent(duplicates.conflicting / examples)}). Nobody can tell these apart.`
        : undefined,
  },
  {
    code: 'LEAKAGE',
    find: ({ leakage }) =>
      leakage !== undefined && leakage.count > 0
        ? `Validation examples that are also in the training data: ${leakage.count} (${percent(leakage.share)}). What is measured on them says nothing.`
        : undefined,
  },
  {
    code: 'TELLTALE_COLUMN',
    find: ({ columns = [], target }) => {
      const telling = columns.filter(({ determinesTarget }) => determinesTarget);
      if (telling.length === 0) return undefined;
      const listed = named(telling.map(({ name }) => name));
      return `${listed} alone tells ${target ?? 'the class'} of every row: is it known when a prediction is made?`;
    },
  },
  {
    code: 'MISSING_VALUES',
    find: ({ columns = [], examples }) => {
      const empty = columns.filter(({ missing }) => missing > examples * mostMissing);
      if (empty.length === 0) return undefined;
      const listed = named(
        empty.map(({ name, missing }) => `${name} ${percent(missing / examples)}`),
      );
      return `More than half of the values are missing: ${listed}.`;
    },
  },
];

function countedIn(recipe: string | undefined): Counted {
  return (recipe === undefined ? undefined : countedBy[recipe]) ?? examplesCounted;
}

function named(names: readonly string[]): string {
  const rest = names.length - mostNamed;
  return `${names.slice(0, mostNamed).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
