import type { DatasetRecord, Visibility } from '@orangery/schemas';
import type { DataFacts, ReadOptions, Recipe } from '../../recipes/recipe.ts';
import { Pacer } from '../archive/pacer.ts';
import type { DataFile } from '../data-file.ts';
import type { FetchedDataset } from '../fetch-options.ts';
import type { Terms } from './citation-of.ts';
import { countDuplicates } from './count-duplicates.ts';
import { countLeakage } from './count-leakage.ts';
import { describeUnread, type Examples, type Found } from './describe-unread.ts';
import { measureBalance } from './measure-balance.ts';
import { publishSources } from './publish-sources.ts';
import { readWithBestRecipe, type Reading } from './read-with-recipe.ts';
import { speaksOfData, statedTerms } from './stated-terms.ts';
import { warnOfData, type DatasetWarning } from './warn-of-data.ts';

export interface DescribeOptions extends ReadOptions {
  /** Reads the data; the one that fits best when absent. */
  readonly recipe?: Recipe;
  readonly visibility: Visibility;
  /** Name that stands for the links where the data is private. */
  readonly secretName?: 'DATASET' | 'VALIDATION';
  /** The data that this one is to measure: what is in both is counted. */
  readonly heldOutFrom?: DescribedDataset;
}

/** A dataset that was read and looked at. Only the record may leave the machine. */
export interface DescribedDataset {
  readonly record: DatasetRecord;
  /** The record before anything was left out of it, for the asker's own eyes. */
  readonly details: DatasetRecord;
  readonly warnings: readonly DatasetWarning[];
  readonly reading: Reading;
  readonly examples: Examples;
}

/**
 * Reads a fetched dataset and says what it is. The record of private data holds counts and hashes,
 * and names of classes and columns, which every model made from it carries anyway; no link, no name
 * of a file, no value, no licence and no citation, as these may name where it comes from.
 * @throws Failure DATASET_INVALID when the named recipe cannot read it; CANCELLED
 */
export async function describeDataset(
  dataset: FetchedDataset,
  options: DescribeOptions,
): Promise<DescribedDataset> {
  const files = filesOfData(dataset.files);
  const reading = await read(files, options);
  const pacer = new Pacer(options.signal);
  await pacer.rest();
  const found =
    reading.kind === 'read'
      ? describeRead(reading, files)
      : await describeUnread(files, options.signal);
  const { facts, examples } = found;
  await pacer.rest();
  const details: DatasetRecord = {
    schema: 'dataset/1',
    ...(reading.kind === 'read' ? { recipe: reading.recipe.name } : {}),
    visibility: options.visibility,
    sources: publishSources(dataset.sources, options.visibility, options.secretName ?? 'DATASET'),
    files: dataset.files.length,
    bytes: dataset.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    ...facts,
    ...derivedFacts(facts),
    ...(await compareExamples(examples, options.heldOutFrom?.examples, pacer)),
    ...(await statedTerms(dataset.files)),
    ...toldTerms(dataset),
  };
  const record = options.visibility === 'public' ? details : withoutNames(details);
  return { record, details, warnings: warnOfData(record), reading, examples };
}

/** Files without those that speak about the data; all, where nothing else is there. */
function filesOfData(files: readonly DataFile[]): readonly DataFile[] {
  const data = files.filter(({ path }) => !speaksOfData(path));
  return data.length === 0 ? files : data;
}

async function read(files: readonly DataFile[], options: DescribeOptions): Promise<Reading> {
  const { recipe } = options;
  if (recipe === undefined) return readWithBestRecipe(files, options);
  return { kind: 'read', recipe, data: await recipe.readData(files, options) };
}

function describeRead(
  { recipe, data }: Extract<Reading, { kind: 'read' }>,
  files: readonly DataFile[],
): Found {
  const { exampleHashes } = recipe;
  const hashes = exampleHashes && (() => exampleHashes(data));
  const examples = { ...(hashes && { hashes }), labels: recipe.strata(data), files };
  return { facts: recipe.describe(data), examples };
}

function derivedFacts(facts: DataFacts): Pick<DatasetRecord, 'balance' | 'missing'> {
  const balance = measureBalance(facts.classes ?? []);
  const missing = facts.columns?.reduce((sum, column) => sum + column.missing, 0);
  return {
    ...(balance === undefined ? {} : { balance }),
    ...(missing === undefined ? {} : { missing }),
  };
}

async function compareExamples(
  { hashes, labels }: Examples,
  heldOutFrom: Examples | undefined,
  pacer: Pacer,
): Promise<Pick<DatasetRecord, 'duplicates' | 'leakage'>> {
  if (hashes === undefined) return {};
  const own = await collectPaced(hashes(), pacer);
  const duplicates = countDuplicates(own, labels);
  if (heldOutFrom?.hashes === undefined) return { duplicates };
  return { duplicates, leakage: countLeakage(own, heldOutFrom.hashes()) };
}

/** Hashing a million rows takes many seconds, in which Ctrl-C is to be heard. */
async function collectPaced(hashes: Iterable<string>, pacer: Pacer): Promise<string[]> {
  const all: string[] = [];
  for (const hash of hashes) {
    if (pacer.isDue) await pacer.rest();
    all.push(hash);
  }
  return all;
}

function toldTerms({ license, citation }: FetchedDataset): Terms {
  return {
    ...(license === undefined ? {} : { license }),
    ...(citation === undefined ? {} : { citation }),
  };
}

function withoutNames(details: DatasetRecord): DatasetRecord {
  const { license: _license, citation: _citation, targetRange: _, ...named } = details;
  const { classes, skipped, ...rest } = named;
  // folders that no model has as classes are names of files
  const areClasses = details.recipe !== undefined && classes !== undefined;
  return {
    ...rest,
    ...(areClasses ? { classes } : {}),
    ...(skipped && { skipped: skipped.map(({ reason, count }) => ({ reason, count })) }),
  };
}
