import type { Visibility } from '@orangery/schemas';
import type { ReadOptions, Recipe } from '../../recipes/recipe.ts';
import { Pacer } from '../archive/pacer.ts';
import type { DataFile } from '../data-file.ts';
import type { FetchedDataset } from '../fetch-options.ts';
import type { Terms } from './citation-of.ts';
import { describeFound, describeRead, type DescribedDataset } from './describe-found.ts';
import { describeUnread } from './describe-unread.ts';
import { readWithBestRecipe, type Reading } from './read-with-recipe.ts';
import { filesOfData } from './speaks-of-data.ts';
import { statedTerms } from './stated-terms.ts';

export type { DescribedDataset } from './describe-found.ts';

export interface DescribeOptions extends ReadOptions {
  /** Reads the data; the one that fits best when absent. */
  readonly recipe?: Recipe;
  readonly visibility: Visibility;
  /** Name that stands for the links where the data is private. */
  readonly secretName?: 'DATASET' | 'VALIDATION';
  /** The data that this one is to measure: what is in both is counted. */
  readonly heldOutFrom?: DescribedDataset;
}

/**
 * Reads a fetched dataset and says what it is, and no more of private data than `describeFound` does.
 * @throws Failure DATASET_INVALID when the named recipe cannot read it; CANCELLED
 */
export async function describeDataset(
  dataset: FetchedDataset,
  options: DescribeOptions,
): Promise<DescribedDataset> {
  const { sources, files: all } = dataset;
  const files = filesOfData(all);
  const reading = await read(files, options);
  await new Pacer(options.signal).rest();
  const found =
    reading.kind === 'read'
      ? describeRead(reading, files)
      : await describeUnread(files, options.signal);
  const terms = { ...(await statedTerms(all)), ...toldTerms(dataset) };
  return describeFound({ sources, files: all, terms, reading, found }, options);
}

async function read(files: readonly DataFile[], options: DescribeOptions): Promise<Reading> {
  const { recipe } = options;
  if (recipe === undefined) return readWithBestRecipe(files, options);
  return { kind: 'read', recipe, data: await recipe.readData(files, options) };
}

function toldTerms({ license, citation }: FetchedDataset): Terms {
  return {
    ...(license === undefined ? {} : { license }),
    ...(citation === undefined ? {} : { citation }),
  };
}
