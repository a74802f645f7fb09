import { Failure, type PinnedLink } from '@orangery/schemas';
import { silentLogger } from '../../world.ts';
import { divideData, type Parts } from '../../training/divide-data.ts';
import { readDataset } from '../../training/read-dataset.ts';
import { createRandom } from '../../random.ts';
import { Skipped } from './checklist.ts';
import type { Checked, TrialContext } from './test-module.ts';

/** A little data, divided as a training divides it. */
export interface Sample {
  readonly parts: Parts;
}

/** More say nothing more about whether code works. */
const mostExamples = 300;
const seed = 1;

/** Reads the data that is named, or the module's own, and takes a small part of it. */
export async function openSample({
  order,
  module,
  opened: { recipe },
}: TrialContext): Promise<Checked<Sample>> {
  const declared = module.frontMatter.dataset;
  const links: readonly PinnedLink[] =
    order.dataset ?? (declared === undefined ? [] : [{ link: declared.link }]);
  if (links.length === 0) {
    throw new Skipped('it declares no dataset: name one with --dataset to try a training');
  }
  const isOwn = order.dataset === undefined;
  const { data, close } = await readDataset({
    ...{ recipe, links, target: order.target ?? declared?.target },
    ...{ visibility: 'private', secretName: 'DATASET', access: order.access },
    baseFolder: isOwn ? module.folder : order.baseFolder,
    cacheFolder: order.folders.cache,
    cacheBytes: order.folders.cacheBytes,
    // what is to be said of the data is not what is asked here
    world: { ...order.world, logger: silentLogger },
  }).catch((error: unknown) => {
    throw isOwn && isAway(error) ? new Skipped(error.message) : error;
  });
  try {
    const { length } = recipe.strata(data);
    const some = recipe.select(data, chooseSome(recipe.strata(data)));
    const parts = divideData({ recipe, seed, folds: 1, data: some });
    const taken = recipe.strata(some).length;
    const detail = taken === length ? `${length} examples` : `${taken} of ${length} examples`;
    return { detail, value: { parts } };
  } finally {
    await close();
  }
}

/** Data that cannot be reached from here says nothing about the module. */
function isAway(error: unknown): error is Failure {
  const codes = ['FILE_MISSING', 'DOWNLOAD_FAILED', 'LINK_REFUSED', 'TIMED_OUT'];
  return error instanceof Failure && codes.includes(error.code);
}

/** Examples of every stratum, each keeping about its share and three at least, in their order. */
function chooseSome(strata: readonly string[]): number[] {
  if (strata.length <= mostExamples) return [...strata.keys()];
  const random = createRandom(seed);
  const members = Map.groupBy(strata.keys(), (index) => strata[index]!);
  return [...members.values()]
    .flatMap((indices) => {
      const share = Math.round((indices.length * mostExamples) / strata.length);
      return random.shuffle(indices).slice(0, Math.max(5, share));
    })
    .sort((a, b) => a - b);
}
