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
import type { Recipe } from '../../recipes/recipe.ts';
import { defaultBudget, startClock } from '../budget.ts';
import { computingBackend } from '../computing-backend.ts';
import type { Parts } from '../divide-data.ts';
import { openData } from '../open-data.ts';
import { planTraining, type TrainingPlan } from '../plan-training.ts';
import type { OpenDataset } from '../read-dataset.ts';
import { requestTraining, type WholeRequest } from '../request-training.ts';
import type { TrainingOrder } from '../training-order.ts';
import { withRecipe } from '../with-recipe.ts';
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
  return withRecipe(order, async (recipe) => checkWith(order, recipe));
}

async function checkWith(order: TrainingOrder, recipe: Recipe): Promise<TrainingCheck> {
  const { module, world, folders } = order;
  const budget = { ...defaultBudget, ...order.budget };
  const clock = startClock(budget, world.now);
  const backend = await startBackend(computingBackend(order));
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
    const { dataset, validation, request } = read;
    const tried = await tryTrials({
      ...read,
      order,
      recipe,
      budget,
      beforeSeconds: clock.secondsUsed(),
    });
    const check: TrainingCheck = {
      ...common,
      dataset,
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
      ...tried,
      prediction: estimateTraining(tried.costs, budget, request.tuner),
    };
    const training = { ...request, dataset, validation, backend: backend.name };
    await keepCheck(checkPath(folders.state, training), check);
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
      readonly plan: TrainingPlan;
      readonly request: WholeRequest;
      readonly dataset: OpenDataset['record'];
      readonly validation: OpenDataset['record'] | undefined;
    };

/** Reads and divides the data as the training would, from the links as they were fetched. */
async function readParts({ order, recipe, fetched }: ReadOrder): Promise<Read> {
  const { target, world, folders } = order;
  const links = order.dataset.map(({ link }, index) => ({ ...fetched.sources[index], link }));
  try {
    const opened = await openData({ ...order, dataset: links }, recipe);
    try {
      const request = await requestTraining(order, recipe, opened);
      const { dataset, validation } = opened;
      const { data } = dataset;
      const planned = planTraining({ recipe, request, data, validation: validation?.data });
      const records = { dataset: dataset.record, validation: validation?.record };
      return { kind: 'read', ...planned, ...records, request };
    } finally {
      await opened.close();
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
  readonly plan: TrainingPlan;
  readonly budget: typeof defaultBudget;
  readonly beforeSeconds: number;
}

async function tryTrials({
  order,
  recipe,
  parts,
  plan,
  budget,
  beforeSeconds,
}: TrialsToTry): Promise<{ odds: TrainingOdds; costs: TrainingCosts }> {
  const { world } = order;
  const { train, selection } = parts.folds[0]!;
  const { costs, best, seconds, warmUpSeconds } = await probeTrials({
    recipe,
    train,
    selection,
    proposals: proposals(plan.study, budget.MODEL_TRIAL_COUNT),
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
    const afterSeconds = saved + (measured * recipe.strata(parts.test).length) / odds.examples;
    const probeSeconds = seconds + measured + saved;
    const starting = { beforeSeconds: beforeSeconds + warmUpSeconds, afterSeconds };
    return { odds, costs: { ...starting, probeSeconds, trials: [...costs] } };
  } finally {
    recipe.dispose(best.model);
  }
}
