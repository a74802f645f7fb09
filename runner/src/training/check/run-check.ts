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
import { findModule } from './find-module.ts';
import { goodFormat, judgeFormat } from './judge-format.ts';
import { judgeOdds } from './judge-odds.ts';
import { checkPath, keepCheck } from './kept-check.ts';
import { probeTrials } from './probe-trials.ts';
import { proposals } from './proposals.ts';
import { timeComparisons } from './time-comparisons.ts';

/** Most seconds of the probe, and most of the budget's time. */
const mostProbeSeconds = 60;
const mostOfBudget = 0.25;
/** Share of the probe in which trials are tried; the rest is for the models beside them. */
const trialShare = 0.75;

/**
 * Says what a training would cost and what its chances are: fetches and reads the data, tries its
 * first trials for at most a minute, and stops. Keeps the check for the training to stand beside.
 * @throws Failure of fetching; TRAINING_FAILED when no probed trial gave weights; CANCELLED
 */
export async function runCheck(order: TrainingOrder): Promise<TrainingCheck> {
  return withRecipe(order, async (recipe) => checkWith(order, recipe));
}

async function checkWith(order: TrainingOrder, recipe: Recipe): Promise<TrainingCheck> {
  const budget = { ...defaultBudget, ...order.budget };
  const clock = startClock(budget, order.world.now);
  const backend = await startBackend(computingBackend(order));
  const backendSeconds = clock.secondsUsed();
  const fetched = await fetchLinks(order, order.dataset);
  try {
    const facts = { ...factsOf(order, recipe, fetched), budget, backend: backend.name };
    const fetchSeconds = clock.secondsUsed() - backendSeconds;
    const read = await readParts({ order, recipe, fetched });
    if (read.kind === 'unreadable') return { ...facts, format: read.format };
    const { dataset, validation, request } = read;
    // a worker starts the backend and reads the data once more
    const workerSeconds = order.workers === 0 ? 0 : clock.secondsUsed() - fetchSeconds;
    const beforeSeconds = clock.secondsUsed() + workerSeconds;
    const tried = await tryTrials({ ...read, order, recipe, budget, beforeSeconds });
    const costs = { ...tried.costs, best: tried.odds.trial };
    const check: TrainingCheck = {
      ...{ ...facts, dataset, ...tried },
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
      prediction: estimateTraining(costs, budget, request.tuner),
    };
    const training = { ...request, dataset, validation, backend: backend.name };
    await keepCheck(checkPath(order.folders.state, training), check);
    return check;
  } finally {
    await fetched.close();
  }
}

/** What is known before the data is read. */
function factsOf(
  { module, visibility, world }: TrainingOrder,
  recipe: Recipe,
  { files, sources }: FetchedDataset,
): Omit<TrainingCheck, 'budget'> {
  return {
    schema: 'training-check/1',
    module: { id: module.id, version: module.frontMatter.version },
    visibility,
    checkedAt: new Date(world.now()).toISOString(),
    format: goodFormat(recipe, files),
    datasetBytes: sources.reduce((sum, { bytes = 0 }) => sum + bytes, 0),
  };
}

async function fetchLinks(
  order: TrainingOrder,
  links: readonly PinnedLink[],
): Promise<FetchedDataset> {
  const { maxBytes, folders } = order;
  return fetchDataset(links, {
    ...order,
    allowLocal: order.hosts === undefined,
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
    const format = await judgeFormat({
      ...{ recipe, failure: error, files: fetched.files, options },
      findModule: async (fitting) => findModule(fitting, folders.root),
    });
    return { kind: 'unreadable', format };
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
  const probeSeconds = Math.min(mostProbeSeconds, budget.TIME_HOURS * 3600 * mostOfBudget);
  const startedAt = world.now();
  const used = (): number => (world.now() - startedAt) / 1000;
  const { costs, best, warmUpSeconds } = await probeTrials({
    recipe,
    train,
    selection,
    proposals: proposals(plan.study, budget.MODEL_TRIAL_COUNT),
    seconds: probeSeconds * (recipe.compare === undefined ? 1 : trialShare),
    world,
  });
  try {
    const before = used();
    const { number: trial, model } = best;
    const odds = await judgeOdds({ recipe, model, trial, train, selection });
    const measured = used() - before;
    await recipe.save(model);
    const saved = used() - before - measured;
    const compared = await timeComparisons({
      ...{ recipe, parts, seed: order.seed, world },
      seconds: probeSeconds - used(),
    });
    const measuring = (measured * recipe.strata(parts.test).length) / odds.examples;
    const starting = { beforeSeconds: beforeSeconds + warmUpSeconds };
    const afterSeconds = saved + measuring + compared;
    return {
      odds,
      costs: { ...starting, afterSeconds, probeSeconds: used(), trials: [...costs] },
    };
  } finally {
    recipe.dispose(best.model);
  }
}
