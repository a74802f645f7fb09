import {
  hashRecord,
  type DatasetRecord,
  type Environment,
  type TrainingRequest,
} from '@orangery/schemas';
import type { ArtifactFiles, Recipe } from '../recipes/recipe.ts';
import type { World } from '../world.ts';
import { defaultBudget, startClock, type Clock } from './budget.ts';
import { conductTraining, type TrainingOutput } from './conduct-training.ts';
import { localExecutor } from './local-executor.ts';
import { planTraining } from './plan-training.ts';
import { memoryStore } from './store/memory-store.ts';
import { wholeTuner } from './tuner.ts';

export type { TrainingOutput } from './conduct-training.ts';

/** Data that was read, and its record. */
export interface ReadDataset {
  readonly data: unknown;
  readonly record: DatasetRecord;
}

export interface TrainingInput {
  readonly recipe: Recipe;
  readonly request: TrainingRequest;
  readonly run: string;
  readonly dataset: ReadDataset;
  /** Separate held-out data. */
  readonly validation?: ReadDataset;
  readonly backbone?: ArtifactFiles;
  readonly environment: Environment;
  readonly world: World;
  /** Started before the data was fetched, so that fetching counts. */
  readonly clock?: Clock;
}

/**
 * Trains on data in memory, in this process, one trial at a time. Runs in Node and in a page's worker;
 * the compute backend is already started.
 * @throws Failure TRAINING_FAILED, DATASET_INVALID; the signal's reason when aborted
 */
export async function train(input: TrainingInput): Promise<TrainingOutput> {
  const { recipe, run, dataset, validation, backbone, environment, world } = input;
  const tuner = wholeTuner(input.request.tuner, { recipe, data: dataset.data, width: 1 });
  const request = { ...input.request, tuner };
  const { data } = dataset;
  const { plan, parts } = planTraining({ recipe, request, data, validation: validation?.data });
  const store = memoryStore();
  const training = hashRecord(request);
  const work = { recipe, parts, seed: request.seed, training, backbone, store, world };
  return conductTraining({
    ...{ recipe, request, run, plan, environment, training, store, world },
    dataset: dataset.record,
    ...(validation && { validation: validation.record }),
    executor: localExecutor(work),
    clock: input.clock ?? startClock({ ...defaultBudget, ...request.budget }, world.now),
  });
}
