import {
  hashBytes,
  hashRecord,
  type Artifact,
  type DatasetRecord,
  type Environment,
  type HashedFile,
  type Receipt,
  type TrainingRequest,
} from '@orangery/schemas';
import { receiptFingerprint } from '../provenance/fingerprint.ts';
import type { ArtifactFiles, Recipe } from '../recipes/recipe.ts';
import type { World } from '../world.ts';
import { defaultBudget, startClock, type Clock } from './budget.ts';
import { divideData, type Parts } from './divide-data.ts';
import { runTrials, type TrialResults } from './run-trials.ts';
import { searchSpace } from './search-space.ts';

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
  readonly environment: Environment;
  readonly world: World;
  /** Started before the data was fetched, so that fetching counts. */
  readonly clock?: Clock;
}

export interface TrainingOutput {
  /** Not signed yet. */
  readonly receipt: Receipt;
  readonly artifact: Artifact;
  /** Weights and preprocessing by path, without `artifact.json`. */
  readonly files: ArtifactFiles;
  /** Held-out data, for golden tests. */
  readonly test: unknown;
}

/**
 * Trains on data in memory: split, trials within the budget, one measurement on the held-out part.
 * Runs in Node and in a page's worker; the compute backend is already started.
 * @throws Failure TRAINING_FAILED, DATASET_INVALID; the signal's reason when aborted
 */
export async function train(input: TrainingInput): Promise<TrainingOutput> {
  const { recipe, request, run, world } = input;
  const budget = { ...defaultBudget, ...request.budget };
  const clock = input.clock ?? startClock(budget, world.now);
  world.report({ type: 'run-started', run, budget, backend: input.environment.backend });
  const parts = divideData({
    recipe,
    seed: request.seed,
    data: input.dataset.data,
    validation: input.validation?.data,
  });
  const results = await runTrials({
    recipe,
    train: parts.train,
    selection: parts.selection,
    knobs: searchSpace(recipe.knobs(parts.train, { hasBackbone: false }), request.knobs),
    defaults: recipe.defaults(parts.train, { hasBackbone: false }),
    seed: request.seed,
    budget,
    clock,
    world,
  });
  try {
    const evaluation = await recipe.evaluate(results.best.model, parts.test);
    const baseline = recipe.baseline(parts.train, parts.test);
    world.report({ type: 'evaluated', metrics: evaluation.metrics, baseline });
    const files = await recipe.save(results.best.model);
    const artifact = describeArtifact(recipe, files);
    const measured = { ...evaluation, baseline };
    const receipt = writeReceipt(input, { parts, results, measured, artifact, clock });
    return { receipt, artifact, files, test: parts.test };
  } finally {
    recipe.dispose(results.best.model);
  }
}

function describeArtifact(recipe: Recipe, files: ArtifactFiles): Artifact {
  return {
    schema: 'artifact/1',
    format: 'tfjs-layers',
    recipe: recipe.name,
    files: [...files]
      .map(([path, bytes]): HashedFile => ({ path, sha256: hashBytes(bytes), bytes: bytes.length }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

interface Outcome {
  readonly parts: Parts;
  readonly results: TrialResults;
  readonly measured: Pick<Receipt, 'metrics' | 'intervals' | 'classification' | 'baseline'>;
  readonly artifact: Artifact;
  readonly clock: Clock;
}

function writeReceipt(
  { request, run, dataset, validation, environment, world }: TrainingInput,
  { parts, results, measured, artifact, clock }: Outcome,
): Receipt {
  const test = validation?.record.examples ?? parts.split.test.length;
  const repeatable = {
    request,
    requestSha256: hashRecord(request),
    parent: { ...request.module },
    dataset: dataset.record,
    ...(validation === undefined ? {} : { validation: validation.record }),
    split: {
      strategy: validation === undefined ? 'stratified fifth' : 'validation link',
      train: parts.split.train.length,
      selection: parts.split.selection.length,
      test,
      fingerprint: parts.split.fingerprint,
    },
    trials: [...results.trials],
    best: results.best.number,
    ...measured,
    artifact: {
      sha256: hashRecord(artifact),
      bytes: artifact.files.reduce((sum, file) => sum + file.bytes, 0),
      files: artifact.files,
    },
  } satisfies Partial<Receipt>;
  return {
    schema: 'receipt/1',
    run,
    ...repeatable,
    environment,
    fingerprint: receiptFingerprint(repeatable),
    observed: {
      startedAt: new Date(clock.startedAt).toISOString(),
      finishedAt: new Date(world.now()).toISOString(),
      seconds: clock.secondsUsed(),
      trialSeconds: [...results.trialSeconds],
      budgetReached: results.budgetReached,
    },
  };
}
