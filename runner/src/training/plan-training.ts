import type { SplitSummary, TrainingRequest, Tuner } from '@orangery/schemas';
import type { Recipe } from '../recipes/recipe.ts';
import { readSearchSpace } from '../tuning/read-search-space.ts';
import type { Study } from '../tuning/study.ts';
import { defaultBudget } from './budget.ts';
import { divideData, type Parts } from './divide-data.ts';

/** How a training searches, nothing left open. */
export type WholeTuner = Required<Tuner>;

/** A training whose data was read: what is searched, and how the data is divided. */
export interface TrainingPlan {
  readonly study: Study;
  readonly split: SplitSummary;
  readonly isAsynchronous: boolean;
  readonly refits: boolean;
  /** Examples that a refit has for each that a trial has. */
  readonly growth: number;
}

export interface TrainingToPlan {
  readonly recipe: Recipe;
  readonly request: TrainingRequest & { readonly tuner: WholeTuner };
  readonly data: unknown;
  readonly validation?: unknown;
}

/**
 * Divides the data and reads the search space.
 * @throws Failure USAGE, DATASET_INVALID
 */
export function planTraining(order: TrainingToPlan): { plan: TrainingPlan; parts: Parts } {
  const { recipe, request } = order;
  const { tuner, seed } = request;
  const parts = divideData({ ...order, seed, folds: tuner.folds });
  const options = { hasBackbone: request.backbone !== undefined };
  const { train } = parts.folds[0]!;
  const defaults = recipe.defaults(train, options);
  const space = readSearchSpace(recipe.knobs(train, options), request.knobs, defaults);
  const { width, advisor, stopping, warmStart, refit } = tuner;
  const trials = { ...defaultBudget, ...request.budget }.MODEL_TRIAL_COUNT;
  const study: Study = {
    ...{ space, defaults, seed, trials, width, advisor, stopping, warmStart, refit },
  };
  const split = summarizeSplit(order, parts);
  const growth = parts.count / Math.max(1, split.train);
  const plan = { study, split, isAsynchronous: tuner.asynchronous, refits: refit, growth };
  return { plan, parts };
}

function summarizeSplit({ recipe, validation }: TrainingToPlan, parts: Parts): SplitSummary {
  const { folds, test, fingerprint } = parts.split;
  const heldOut = recipe.isChronological === true ? 'latest fifth' : 'stratified fifth';
  return {
    strategy: validation === undefined ? heldOut : 'validation link',
    train: folds[0]!.train.length,
    selection: folds[0]!.selection.length,
    test: validation === undefined ? test.length : recipe.strata(validation).length,
    fingerprint,
    ...(folds.length > 1 ? { folds: folds.length } : {}),
  };
}
