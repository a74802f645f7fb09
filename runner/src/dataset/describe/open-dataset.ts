import type { PinnedLink, Visibility } from '@orangery/schemas';
import type { Recipe } from '../../recipes/recipe.ts';
import type { World } from '../../world.ts';
import type { DatasetAccess } from '../access.ts';
import { decodeImage } from '../decode-image.ts';
import { fetchDataset } from '../fetch-dataset.ts';
import { defaultFetchLimits, type FetchedDataset } from '../fetch-options.ts';
import type { ProvidedLink } from '../provided.ts';
import { checkPublishable } from './check-publishable.ts';
import { describeDataset, type DescribedDataset } from './describe-dataset.ts';

export interface DatasetOrder {
  /** Reads the data; the one that fits best when absent. */
  readonly recipe?: Recipe;
  readonly links: readonly PinnedLink[];
  readonly target?: string;
  readonly visibility: Visibility;
  /** Name that stands for the links when the data is private. */
  readonly secretName: 'DATASET' | 'VALIDATION';
  /** The data that this one is to measure. */
  readonly heldOutFrom?: DescribedDataset;
  /** Folder that relative paths begin at. */
  readonly baseFolder: string;
  readonly cacheFolder: string;
  readonly cacheBytes?: number;
  readonly access: DatasetAccess;
  readonly maxBytes?: number;
  /** Of a request from GitHub; absent where the links were typed at the command line. */
  readonly hosts?: readonly string[];
  /** What another process fetched, where this one has no network. */
  readonly provided?: readonly ProvidedLink[];
  readonly world: World;
}

/** Described, and still open: its files can be read until `close`. */
export interface OpenedDataset extends DescribedDataset {
  readonly fetched: FetchedDataset;
  close(): Promise<void>;
}

/**
 * The whole chain for links: fetch, verify, unpack, read,
 * describe.
 * @throws Failure of any step; nothing stays open then
 */
export async function openDataset(order: DatasetOrder): Promise<OpenedDataset> {
  const { maxBytes, hosts } = order;
  const world = withoutLinks(order);
  checkPublishable(order.links, order.visibility, order.baseFolder);
  const limits = { ...defaultFetchLimits, ...(maxBytes === undefined ? {} : { maxBytes }) };
  const allowLocal = hosts === undefined;
  const fetched = await fetchDataset(order.links, { ...order, world, allowLocal, limits });
  try {
    const described = await describeDataset(fetched, {
      ...order,
      decodeImage,
      signal: world.signal,
    });
    return { ...described, fetched, close: async () => fetched.close() };
  } catch (error) {
    await fetched.close();
    throw error;
  }
}

/** Progress goes where records go: of private data it names no link either. */
export function withoutLinks({
  world,
  visibility,
  secretName,
}: Pick<DatasetOrder, 'world' | 'visibility' | 'secretName'>): World {
  if (visibility === 'public') return world;
  const report: World['report'] = (event) => {
    const isLink = event.type === 'download' && !event.link.startsWith('secret:');
    world.report(isLink ? { ...event, link: `secret:${secretName}` } : event);
  };
  return { ...world, report };
}
