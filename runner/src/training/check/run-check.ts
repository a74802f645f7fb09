import {
  Failure,
  type FormatVerdict,
  type PinnedLink,
  type TrainingCheck,
  type TrainingCosts,
  type TrainingOdds,
} from '@orangery/schemas';
import { startBackend } from '../../compute/backend.ts';
import {
  decodeImage,
  defaultFetchLimits,
  fetchDataset,
  type FetchedDataset,
} from '../../dataset/index.ts';
import { findRecipe } from '../../recipes/index.ts';
import type { Recipe } from '../../recipes/recipe.ts';
import { defaultBudget, startClock } from '../budget.ts';
import { divideData, type Parts } from '../divide-data.ts';
import { openData } from '../open-data.ts';
import type { OpenDataset } from '../read-dataset.ts';
import type { TrainingOrder } from '../run-training.ts';
import { searchSpace } from '../search-space.ts';
import { estimateTraining } from './estimate-training.ts';
import { goodFormat, judgeFormat } from './judge-format.ts';
import { judgeOdds } from './judge-odds.ts';
import { checkPath, keepCheck } from './kept-check.ts';
import { probeTrials } from './probe-trials.ts';
import { proposals } from './proposals.ts';

/** Most seconds of the probe, and most of the budget's time. */
const mostProbeSeconds = 60;
const mostOfBudget = 0.25;

/**
 * Says what a training would cost and what its chances are: fetches and reads the data, tries its
 * first trials for at most a minute, and stops. Keeps the check for the training to stand beside.
 * @throws Failure of fetching; TRAINING_FAILED when no probed trial gave weights; CANCELLED
 */
export async function runCheck(order: TrainingOrder): Promise<TrainingCheck> {
  const { module, world, folders } = order;
  const recipe = findRecipe(module.frontMatter.recipe, module.id);
  const budget = { ...defaultBudget, ...order.budget };
  const clock = startClock(budget, world.now);
  const backend = await startBackend(order.backend);
  const fetched = await fetchLinks(order, order.dataset);
  try {
    const common: TrainingCheck = {
      schema: 'training-check/1',
      module: { id: module.id, version: module.frontMatter.version },
      budget,
      visibility: order.visibility,
      checkedAt: new Date(world.now()).toISOString(),
      format: goodFormat(recipe, fetched.files),
      datasetBytes: fetched.sources.reduce((sum, { bytes = 0 }) => sum + bytes, 0),
      backend: backend.name,
    };
    const read = await readParts({ order, recipe, fetched });
    if (read.kind === 'unreadable') return { ...common, format: read.format };
    const { parts, dataset, validation } = read;
    const knobs = { ...module.frontMatter.knobs, ...order.knobs };
    const tried = await tryTrials({
      order,
      recipe,
      parts,
      knobs: searchSpace(recipe.knobs(parts.train, { hasBackbone: false }), knobs),
      budget,
      beforeSeconds: clock.secondsUsed(),
    });
    const check: TrainingCheck = {
      ...common,
      dataset,
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
      ...tried,
      prediction: estimateTraining(tried.costs, budget),
    };
    const { seed } = order;
    const training = { module: common.module, dataset, validation, backend: backend.name, seed };
    await keepCheck(checkPath(folders.state, { ...training, knobs }), check);
    return check;
  } finally {
    await fetched.close();
  }
}

async function fetchLinks(
  order: TrainingOrder,
  links: readonly PinnedLink[],
): Promise<FetchedDataset> {
  const { maxBytes, folders } = order;
  return fetchDataset(links, {
    ...order,
    allowLocal: true,
    cacheFolder: folders.cache,
    cacheBytes: folders.cacheBytes,
    limits: { ...defaultFetchLimits, ...(maxBytes === undefined ? {} : { maxBytes }) },
  });
}

interface ReadOrder {
  readonly order: TrainingOrder;
  readonly recipe: Recipe;
  readonly fetched: FetchedDataset;
}

type Read =
  | { readonly kind: 'unreadable'; readonly format: FormatVerdict }
  | {
      readonly kind: 'read';
      readonly parts: Parts;
      readonly dataset: OpenDataset['record'];
      readonly validation: OpenDataset['record'] | undefined;
    };

/** Reads and divides the data as the training would, from the links as they were fetched. */
async function readParts({ order, recipe, fetched }: ReadOrder): Promise<Read> {
  const { target, world, folders, seed } = order;
  const links = order.dataset.map(({ link }, index) => ({ ...fetched.sources[index], link }));
  try {
    const { dataset, validation, close } = await openData({ ...order, dataset: links }, recipe);
    try {
      const parts = divideData({ recipe, seed, data: dataset.data, validation: validation?.data });
      return { kind: 'read', parts, dataset: dataset.record, validation: validation?.record };
    } finally {
      await close();
    }
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'DATASET_INVALID') throw error;
    const options = { decodeImage, target, signal: world.signal };
    const judged = { recipe, failure: error, files: fetched.files, options, root: folders.root };
    return { kind: 'unreadable', format: await judgeFormat(judged) };
  }
}

interface TrialsToTry {
  readonly order: TrainingOrder;
  readonly recipe: Recipe;
  readonly parts: Parts;
  readonly knobs: Parameters<typeof proposals>[0]['knobs'];
  readonly budget: typeof defaultBudget;
  readonly beforeSeconds: number;
}

async function tryTrials({
  order,
  recipe,
  parts,
  knobs,
  budget,
  beforeSeconds,
}: TrialsToTry): Promise<{ odds: TrainingOdds; costs: TrainingCosts }> {
  const { seed, world } = order;
  const { train, selection, test } = parts;
  const { costs, best, seconds, warmUpSeconds } = await probeTrials({
    recipe,
    train,
    selection,
    proposals: proposals({
      knobs,
      defaults: recipe.defaults(train, { hasBackbone: false }),
      seed,
      trials: budget.MODEL_TRIAL_COUNT,
    }),
    seconds: Math.min(mostProbeSeconds, budget.TIME_HOURS * 3600 * mostOfBudget),
    world,
  });
  try {
    const before = world.now();
    const { number: trial, model } = best;
    const odds = await judgeOdds({ recipe, model, trial, train, selection });
    const measured = (world.now() - before) / 1000;
    await recipe.save(model);
    const saved = (world.now() - before) / 1000 - measured;
    const afterSeconds = saved + (measured * recipe.strata(test).length) / odds.examples;
    const probeSeconds = seconds + measured + saved;
    const starting = { beforeSeconds: beforeSeconds + warmUpSeconds, afterSeconds };
    return { odds, costs: { ...starting, probeSeconds, trials: [...costs] } };
  } finally {
    recipe.dispose(best.model);
  }
}
