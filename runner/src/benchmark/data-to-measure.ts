import { Failure, type PinnedLink } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import type { DatasetOrder } from '../dataset/index.ts';
import type { BenchmarkOrder } from './run-benchmark.ts';

/**
 * The data that a benchmark measures on.
 * @throws Failure DATASET_INVALID where none is named
 */
export function dataToMeasure(order: BenchmarkOrder, module: Module): Omit<DatasetOrder, 'recipe'> {
  const declared = module.frontMatter.dataset;
  const isOwn = order.dataset === undefined;
  const links = order.dataset ?? (declared === undefined ? [] : [pinned(declared)]);
  if (links.length === 0) {
    throw new Failure(
      'DATASET_INVALID',
      `${module.id}: expected a dataset to measure on, found none`,
      {
        hint: 'Name one with --dataset, or declare it in module.md.',
      },
    );
  }
  return {
    links,
    visibility: isOwn ? (module.frontMatter.visibility ?? 'public') : 'private',
    secretName: 'DATASET',
    baseFolder: isOwn && isInside(links[0]!.link) ? module.folder : order.baseFolder,
    cacheFolder: order.folders.cache,
    ...(order.folders.cacheBytes !== undefined && { cacheBytes: order.folders.cacheBytes }),
    access: order.access,
    ...(order.provided && { provided: order.provided }),
    world: order.world,
  };
}

/** A declared link without a scheme lies in the module's folder. */
function isInside(link: string): boolean {
  return !/^[a-z][a-z0-9+.-]*:/i.test(link);
}

function pinned({ link, sha256 }: { link: string; sha256?: string }): PinnedLink {
  return { link, ...(sha256 === undefined ? {} : { sha256 }) };
}
