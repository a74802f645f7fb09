import type { DatasetRecord, PinnedLink, Visibility } from '@orangery/schemas';
import type { DataFacts, Recipe } from '../../recipes/recipe.ts';
import { Pacer } from '../archive/pacer.ts';
import type { DataFile } from '../data-file.ts';
import type { Terms } from './citation-of.ts';
import { countDuplicates } from './count-duplicates.ts';
import { countLeakage } from './count-leakage.ts';
import type { Examples, Found } from './describe-unread.ts';
import { measureBalance } from './measure-balance.ts';
import { publishSources } from './publish-sources.ts';
import type { Reading } from './read-with-recipe.ts';
import { warnOfData, type DatasetWarning } from './warn-of-data.ts';

/** A dataset that was read and looked at. Only the record may leave the machine. */
export interface DescribedDataset {
  readonly record: DatasetRecord;
  /** The record before anything was left out of it, for the asker's own eyes. */
  readonly details: DatasetRecord;
  readonly warnings: readonly DatasetWarning[];
  readonly reading: Reading;
  readonly examples: Examples;
}

export interface DatasetToDescribe {
  /** The links with `sha256` and `bytes` filled in. */
  readonly sources: readonly PinnedLink[];
  /** All, those that speak about the data too. */
  readonly files: readonly DataFile[];
  readonly terms: Terms;
  readonly reading: Reading;
  readonly found: Found;
}

export interface FoundOptions {
  readonly visibility: Visibility;
  /** Name that stands for the links where the data is private. */
  readonly secretName?: 'DATASET' | 'VALIDATION';
  /** The data that this one is to measure: what is in both is counted. */
  readonly heldOutFrom?: DescribedDataset;
  readonly signal: AbortSignal;
}

/**
 * Says of data that was read what it is. The record of private data holds counts and hashes, and
 * names of classes and columns, which every model made from it carries anyway; no link, no name of a
 * file, no value, no licence and no citation, as these may name where it comes from. Runs in Node and
 * in a page's worker.
 */
export async function describeFound(
  { sources, files, terms, reading, found }: DatasetToDescribe,
  { visibility, secretName = 'DATASET', heldOutFrom, signal }: FoundOptions,
): Promise<DescribedDataset> {
  const { facts, examples } = found;
  const pacer = new Pacer(signal);
  await pacer.rest();
  const details: DatasetRecord = {
    schema: 'dataset/1',
    ...(reading.kind === 'read' ? { recipe: reading.recipe.name } : {}),
    visibility,
    sources: publishSources(sources, visibility, secretName),
    files: files.length,
    bytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    ...facts,
    ...derivedFacts(facts),
    ...(await compareExamples(examples, heldOutFrom?.examples, pacer)),
    ...terms,
  };
  const record = visibility === 'public' ? details : withoutNames(details);
  return { record, details, warnings: warnOfData(record), reading, examples };
}

/** What a recipe says of the data it read. */
export function describeRead(
  { recipe, data }: { readonly recipe: Recipe; readonly data: unknown },
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
