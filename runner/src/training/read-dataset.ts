import type { PinnedLink, Visibility } from '@orangery/schemas';
import {
  decodeImage,
  defaultFetchLimits,
  fetchDataset,
  type DatasetAccess,
  type FetchedDataset,
} from '../dataset/index.ts';
import type { Recipe } from '../recipes/recipe.ts';
import type { World } from '../world.ts';
import type { ReadDataset } from './train.ts';

export interface DatasetOrder {
  readonly recipe: Recipe;
  readonly links: readonly PinnedLink[];
  readonly target?: string;
  readonly visibility: Visibility;
  /** Name that stands for the links when the data is private. */
  readonly secretName: 'DATASET' | 'VALIDATION';
  /** Folder that relative paths begin at. */
  readonly baseFolder: string;
  readonly cacheFolder: string;
  readonly access: DatasetAccess;
  readonly maxBytes?: number;
  readonly world: World;
}

/** A dataset that was read; its files stay open until `close`. */
export interface OpenDataset extends ReadDataset {
  readonly links: readonly PinnedLink[];
  close(): Promise<void>;
}

/**
 * Fetches, checks and reads a dataset that was named at the command line. The record of private
 * data names neither its links nor its files.
 * @throws Failure of fetching or reading
 */
export async function readDataset(order: DatasetOrder): Promise<OpenDataset> {
  const { recipe, world, visibility } = order;
  const limits = { ...defaultFetchLimits, ...(order.maxBytes ? { maxBytes: order.maxBytes } : {}) };
  const fetched = await fetchDataset(order.links, { ...order, allowLocal: true, limits });
  try {
    const data = await recipe.readData(fetched.files, {
      decodeImage,
      target: order.target,
      signal: world.signal,
    });
    const facts = recipe.describe(data);
    for (const { reason, count, names } of facts.skipped ?? []) {
      const listed = names === undefined ? '' : `: ${names.slice(0, 5).join(', ')}`;
      world.logger.warn(`Left out ${count}: ${reason}${listed}${count > 5 ? ', …' : ''}`);
    }
    const sources = hideLinks(fetched, order);
    const skipped = facts.skipped?.map(({ reason, count, names }) =>
      visibility === 'public' ? { reason, count, ...(names ? { names } : {}) } : { reason, count },
    );
    const record = {
      schema: 'dataset/1' as const,
      recipe: recipe.name,
      visibility,
      sources,
      ...facts,
      ...(skipped === undefined ? {} : { skipped }),
    };
    return { data, record, links: sources, close: async () => fetched.close() };
  } catch (error) {
    await fetched.close();
    throw error;
  }
}

function hideLinks({ sources }: FetchedDataset, order: DatasetOrder): PinnedLink[] {
  if (order.visibility === 'public') return sources.map((source) => ({ ...source }));
  return sources.map((source, index) => ({
    ...source,
    link: `secret:${order.secretName}${index === 0 ? '' : `_${index + 1}`}`,
  }));
}
