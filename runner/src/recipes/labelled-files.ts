import { hashText, type Skipped } from '@orangery/schemas';
import type { DataFile } from '../dataset/data-file.ts';
import { checkClasses, countClasses, indexLabels } from './labels.ts';
import { rawFiles } from './raw-files.ts';
import type { DataFacts, Recipe } from './recipe.ts';

/** A file that has a label but is not read yet. */
export interface LabelledFile {
  readonly file: DataFile;
  readonly label: string;
}

/** Files of a dataset whose layout was recognised. */
export interface LabelledFiles {
  readonly format: string;
  readonly labelled: readonly LabelledFile[];
  readonly skipped: readonly Skipped[];
}

/** A file that was read: a recipe adds what it holds. */
export interface LabelledExample extends LabelledFile {
  /** Of the file's bytes. */
  readonly sha256: string;
}

/** Labelled files; `labels` are indices into `classes`. */
export interface LabelledData<Example extends LabelledExample> {
  readonly format: string;
  readonly examples: readonly Example[];
  readonly classes: readonly string[];
  readonly labels: Int32Array;
  readonly skipped: readonly Skipped[];
}

/** @throws Failure DATASET_INVALID when a classifier cannot learn from such classes */
export function withLabels<Example extends LabelledExample>(
  data: Pick<LabelledData<Example>, 'format' | 'examples' | 'skipped'>,
): LabelledData<Example> {
  const counted = countClasses(labelsOf(data));
  checkClasses(counted);
  return withClasses(
    data,
    counted.map(({ name }) => name),
  );
}

/** The same examples in other classes. @throws Failure DATASET_INVALID naming labels that are not among them */
export function withClasses<Example extends LabelledExample>(
  data: Pick<LabelledData<Example>, 'format' | 'examples' | 'skipped'>,
  classes: readonly string[],
): LabelledData<Example> {
  return { ...data, classes, labels: indexLabels(labelsOf(data), classes) };
}

/** What a dataset record says of labelled files, whatever they hold. */
export function describeLabelled(data: LabelledData<LabelledExample>): DataFacts {
  const { format, examples, skipped } = data;
  const lines = examples.map(({ sha256, label }) => `${sha256} ${label}\n`);
  return {
    format,
    examples: examples.length,
    fingerprint: hashText(lines.join('')),
    classes: countClasses(labelsOf(data)),
    ...(skipped.length > 0 ? { skipped: [...skipped] } : {}),
  };
}

/** How a recipe of labelled files divides its data and hands it on. */
export function labelledParts<Example extends LabelledExample>() {
  return {
    exampleHashes: ({ examples }) => examples.map(({ sha256 }) => sha256),
    strata: labelsOf,
    select: (data, indices) => ({
      ...data,
      examples: indices.map((index) => data.examples[index]!),
      labels: Int32Array.from(indices, (index) => data.labels[index]!),
    }),
    align: (data, reference) => withClasses(data, reference.classes),
    rawInputs: async ({ examples }, indices) => rawFiles(examples, indices),
  } satisfies Partial<Recipe<LabelledData<Example>>>;
}

function labelsOf({ examples }: Pick<LabelledData<LabelledExample>, 'examples'>): string[] {
  return examples.map(({ label }) => label);
}
