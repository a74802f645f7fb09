import type { DatasetRecord } from '@orangery/schemas';
import { countClasses } from '../../recipes/labels.ts';
import type { DataFacts } from '../../recipes/recipe.ts';
import type { DataFile } from '../data-file.ts';
import { hashOfFiles } from '../hash-of-files.ts';
import { inParallel } from '../in-parallel.ts';
import { countKinds, fileKind } from './file-kind.ts';
import { folderLabels } from './folder-labels.ts';
import { hashContent } from './hash-content.ts';

/** What examples hold, without what they are of. */
export interface Examples {
  /** Of each example's content, in order; absent where the recipe cannot tell copies. */
  readonly hashes?: () => Iterable<string>;
  /** Class of each, in order; none where there are no classes. */
  readonly labels: readonly string[];
  /** Files that hold them. */
  readonly files: readonly DataFile[];
}

/** What the files say of themselves, and their examples. */
export interface Found {
  readonly facts: DataFacts & Pick<DatasetRecord, 'kinds'>;
  readonly examples: Examples;
}

const hashedAtATime = 4;
/** Share of a kind from which files of other kinds are something beside the data. */
const mainShare = 0.9;

/**
 * What is said of data that no recipe reads: every file of the main kind is an example; its folder,
 * where folders look like classes, is its class.
 */
export async function describeUnread(
  unsorted: readonly DataFile[],
  signal: AbortSignal,
): Promise<Found> {
  const files = unsorted.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const kinds = countKinds(files);
  const hashed = await inParallel(files, hashedAtATime, async (file) => {
    signal.throwIfAborted();
    return { file, path: file.path, ...(await hashContent(file)) };
  });
  const [main] = kinds;
  const isMain = main !== undefined && main.count >= files.length * mainShare;
  const examples = isMain ? hashed.filter(({ path }) => fileKind(path) === main.kind) : hashed;
  const exampleFiles = examples.map(({ file }) => file);
  const labels = folderLabels(exampleFiles);
  const facts = {
    format: 'files that no recipe reads',
    examples: examples.length,
    fingerprint: hashOfFiles(hashed),
    kinds,
    ...(labels.length === 0 ? {} : { classes: countClasses(labels) }),
  };
  const hashes = (): readonly string[] => examples.map(({ content }) => content);
  return { facts, examples: { hashes, labels, files: exampleFiles } };
}
