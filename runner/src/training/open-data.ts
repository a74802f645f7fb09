import type { PinnedLink } from '@orangery/schemas';
import type { Recipe } from '../recipes/recipe.ts';
import { readDataset, type OpenDataset } from './read-dataset.ts';
import type { TrainingOrder } from './training-order.ts';

export interface OpenData {
  readonly dataset: OpenDataset;
  readonly validation: OpenDataset | undefined;
  close(): Promise<void>;
}

/**
 * Fetches, checks and reads the data of a training, and reports it.
 * @throws Failure of fetching or reading; nothing stays open then
 */
export async function openData(order: TrainingOrder, recipe: Recipe): Promise<OpenData> {
  const { folders, world } = order;
  const common = { ...order, recipe, cacheFolder: folders.cache, cacheBytes: folders.cacheBytes };
  const opened: OpenDataset[] = [];
  const closing: OpenDataset['close'][] = []; // holds no data, which may be let go of
  const close = async (): Promise<void> => {
    for (const closeOne of closing) await closeOne();
  };
  const open = async (links: readonly PinnedLink[], role: 'dataset' | 'validation') => {
    const secretName = role === 'dataset' ? 'DATASET' : 'VALIDATION';
    const [heldOutFrom] = opened;
    const dataset = await readDataset({ ...common, links, secretName, heldOutFrom });
    opened.push(dataset);
    closing.push(dataset.close);
    world.report({ type: 'dataset', role, dataset: dataset.record });
    return dataset;
  };
  try {
    const dataset = await open(order.dataset, 'dataset');
    const validation = order.validation && (await open(order.validation, 'validation'));
    return { dataset, validation, close };
  } catch (error) {
    await close();
    throw error;
  }
}
