import type { PinnedLink } from '@orangery/schemas';
import type { DataFile } from '../dataset/data-file.ts';
import type { DescribedDataset } from '../dataset/describe/describe-dataset.ts';
import { openDataset, type DatasetOrder } from '../dataset/describe/open-dataset.ts';
import type { Recipe } from '../recipes/recipe.ts';
import type { ReadDataset } from './train.ts';

/** A dataset that was read; its files stay open until `close`. */
export interface OpenDataset extends ReadDataset, DescribedDataset {
  readonly links: readonly PinnedLink[];
  /** Files that the recipe read, in its order. */
  readonly files: readonly DataFile[];
  close(): Promise<void>;
}

/**
 * Fetches, checks and reads a dataset that was named at the command line, and says what of it to
 * beware of. The record of private data names neither its links nor its files.
 * @throws Failure of fetching or reading
 */
export async function readDataset(
  order: DatasetOrder & { readonly recipe: Recipe },
): Promise<OpenDataset> {
  const { logger } = order.world;
  const { fetched: _, ...opened } = await openDataset(order);
  const { record, reading, warnings } = opened;
  if (reading.kind === 'unread') throw new Error('expected the named recipe to read or to throw');
  // of private data without names: a log may be read by others
  for (const { reason, count, names } of record.skipped ?? []) {
    const more = count > 5 ? ', …' : '';
    const listed = names === undefined ? '' : `: ${names.slice(0, 5).join(', ')}${more}`;
    logger.warn(`Left out ${count}: ${reason}${listed}`);
  }
  for (const { message } of warnings) logger.warn(message);
  return { ...opened, data: reading.data, links: record.sources, files: opened.examples.files };
}
