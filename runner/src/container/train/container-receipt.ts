import {
  hashBytes,
  hashRecord,
  type Artifact,
  type DatasetRecord,
  type Environment,
  type HashedFile,
  type KnobValue,
  type Metrics,
  type Receipt,
  type TrainingRequest,
} from '@orangery/schemas';
import { receiptFingerprint } from '../../provenance/fingerprint.ts';
import type { ArtifactFiles } from '../../recipes/recipe.ts';

export interface ContainerRun {
  readonly request: TrainingRequest;
  readonly run: string;
  readonly dataset: DatasetRecord;
  readonly environment: Environment;
  readonly knobs: Readonly<Record<string, KnobValue>>;
  readonly metrics: Metrics;
  readonly files: ArtifactFiles;
  readonly observed: Receipt['observed'];
}

/** What a container did and gave, not signed yet. How it divided the data and how good a trivial model is, it alone knows. */
export function containerReceipt({
  request,
  run,
  dataset,
  environment,
  knobs,
  metrics,
  files,
  observed,
}: ContainerRun): { readonly receipt: Receipt; readonly artifact: Artifact } {
  const artifact = describeWeights(files);
  const repeatable = {
    request,
    requestSha256: hashRecord(request),
    parent: { ...request.module },
    dataset,
    split: {
      ...{ strategy: 'by the container', train: 0, selection: 0, test: 0 },
      fingerprint: dataset.fingerprint,
    },
    trials: [{ number: 1, knobs: { ...knobs }, status: 'done', epochs: 0 }],
    best: 1,
    ...{ metrics, intervals: {}, baseline: { name: 'none', metrics: {} } },
    artifact: {
      sha256: hashRecord(artifact),
      bytes: artifact.files.reduce((sum, file) => sum + file.bytes, 0),
      files: artifact.files,
    },
  } satisfies Partial<Receipt>;
  const fingerprint = receiptFingerprint(repeatable);
  return {
    receipt: { schema: 'receipt/1', run, ...repeatable, environment, fingerprint, observed },
    artifact,
  };
}

function describeWeights(files: ArtifactFiles): Artifact {
  return {
    schema: 'artifact/1',
    format: 'container',
    files: [...files]
      .map(([path, bytes]): HashedFile => ({ path, sha256: hashBytes(bytes), bytes: bytes.length }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}
