import {
  hashBytes,
  hashRecord,
  type Artifact,
  type DatasetRecord,
  type Environment,
  type HashedFile,
  type Receipt,
  type Trial,
  type TrainingRequest,
} from '@orangery/schemas';
import { receiptFingerprint } from '../provenance/fingerprint.ts';
import type { ArtifactFiles, Recipe } from '../recipes/recipe.ts';
import { artifactFormat } from './artifact-format.ts';
import type { TrainingPlan } from './plan-training.ts';
import type { Finished } from './segments/finish-training.ts';

export interface ReceiptParts {
  readonly recipe: Recipe;
  readonly request: TrainingRequest;
  readonly run: string;
  readonly dataset: DatasetRecord;
  readonly validation?: DatasetRecord;
  readonly plan: TrainingPlan;
  readonly environment: Environment;
  readonly trials: readonly Trial[];
  readonly best: number;
  readonly finished: Finished;
  readonly observed: Receipt['observed'];
}

/** What came out of a training and how, not signed yet. */
export function writeReceipt(parts: ReceiptParts): { receipt: Receipt; artifact: Artifact } {
  const { recipe, request, run, dataset, validation, plan, environment, finished } = parts;
  const artifact = describeArtifact(recipe, finished.files);
  const { metrics, intervals, classification, details } = finished.evaluation;
  const repeatable = {
    request,
    requestSha256: hashRecord(request),
    parent: { ...request.module, ...startOf(request) },
    dataset,
    ...(validation === undefined ? {} : { validation }),
    split: plan.split,
    trials: [...parts.trials],
    best: parts.best,
    ...(finished.refit && { refit: finished.refit }),
    ...{ metrics, intervals },
    ...(classification && { classification }),
    ...(details && { details }),
    baseline: finished.baseline,
    ...(finished.comparisons.length > 0 && { comparisons: [...finished.comparisons] }),
    artifact: {
      sha256: hashRecord(artifact),
      bytes: artifact.files.reduce((sum, file) => sum + file.bytes, 0),
      files: artifact.files,
    },
  } satisfies Partial<Receipt>;
  const receipt: Receipt = {
    schema: 'receipt/1',
    run,
    ...repeatable,
    environment,
    fingerprint: receiptFingerprint(repeatable),
    observed: parts.observed,
  };
  return { receipt, artifact };
}

/** The parent's own weights, when they were the start. */
function startOf({ backbone, module }: TrainingRequest): { artifactSha256?: string } {
  if (backbone?.id !== module.id || backbone.version !== module.version) return {};
  return { artifactSha256: backbone.artifactSha256 };
}

function describeArtifact(recipe: Recipe, files: ArtifactFiles): Artifact {
  return {
    schema: 'artifact/1',
    format: recipe.artifactFormat ?? artifactFormat(files),
    recipe: recipe.name,
    files: [...files]
      .map(([path, bytes]): HashedFile => ({ path, sha256: hashBytes(bytes), bytes: bytes.length }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}
