import { mkdir, mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  hashBytes,
  hashRecord,
  type Access,
  type Artifact,
  type BenchmarkReport,
  type Environment,
  type Receipt,
  type TrainingRequest,
} from '@orangery/schemas';
import { readModules, writeYaml, type Module } from '@orangery/schemas/files';
import { receiptFingerprint } from '../../../runner/src/provenance/fingerprint.ts';
import { readOrCreateKey } from '../../../runner/src/provenance/key.ts';
import { signRecord, type SigningKey } from '../../../runner/src/provenance/sign.ts';

const zero = '0'.repeat(64);

const environment: Environment = {
  orangery: '0.1.0',
  node: '24.0.0',
  backend: 'wasm',
  library: 'tfjs 4.22.0',
  platform: 'linux x64',
  processor: 'test',
  cores: 2,
  memoryBytes: 1,
};

/** What is written into the child's folder; a test changes a part before it is signed. */
export interface Parts {
  readonly weights: Uint8Array;
  readonly receipt: Receipt;
  readonly report: BenchmarkReport;
  readonly request: TrainingRequest;
}

export interface TrainedModule {
  readonly root: string;
  readonly folder: string;
  readonly key: SigningKey;
  read(): Promise<{ readonly child: Module; readonly modules: readonly Module[] }>;
}

/**
 * A generic module without weights and a signed child of it, in a temporary folder.
 * @param change replaces parts before they are signed
 */
export async function writeTrainedModule(
  change: (parts: Parts) => Partial<Parts> = () => ({}),
): Promise<TrainedModule> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'orangery-')));
  const folder = join(root, 'modules', 'child');
  const key = await readOrCreateKey(join(root, 'state'));
  const made = makeParts();
  const parts = { ...made, ...change(made) };
  const artifact = describe(parts.weights);
  await writeText(join(root, 'modules', 'generic', 'module.md'), card('Generic'));
  await writeText(join(folder, 'module.md'), card('Child', artifact));
  await writeText(join(folder, 'artifact', 'weights.bin'), parts.weights);
  await writeText(join(folder, 'artifact', 'artifact.json'), JSON.stringify(artifact));
  await writeYaml(join(folder, 'training', 'r1.yml'), parts.request);
  await writeText(
    join(folder, 'receipts', 'r1.json'),
    JSON.stringify(await signRecord(parts.receipt, key)),
  );
  await writeText(
    join(folder, 'reports', 'standard@1.0.0.json'),
    JSON.stringify(await signRecord(parts.report, key)),
  );
  return { root, folder, key, read: () => readBoth(root) };
}

/** Who counts: the key from `from` until `until`. */
export function listing(key: SigningKey, from: string, until?: string): Access {
  const runner = { name: 'bench-1', publicKey: key.publicKey, from, ...(until && { until }) };
  return { schema: 'access/1', roles: {}, runners: [runner] };
}

async function readBoth(root: string): Promise<{ child: Module; modules: readonly Module[] }> {
  const { modules, problems } = await readModules(root);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return { child: modules.find(({ id }) => id === 'child')!, modules };
}

async function writeText(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

function describe(weights: Uint8Array): Artifact {
  const file = { path: 'weights.bin', sha256: hashBytes(weights), bytes: weights.length };
  return {
    schema: 'artifact/1',
    format: 'tfjs-layers',
    recipe: 'tabular-classification',
    files: [file],
  };
}

function card(title: string, artifact?: Artifact): string {
  const child = `parent:
  id: generic
  version: 1.0.0
artifact:
  sha256: ${hashRecord(artifact ?? {})}
  bytes: ${artifact?.files[0]?.bytes ?? 0}
`;
  return `---
schema: module/1
title: ${title}
summary: Sorts rows into classes for a test.
version: 1.0.0
license: Apache-2.0
authors: []
maintainers: []
tasks: [tabular-classification]
kind: module
runtime: tfjs
recipe: tabular-classification
${artifact === undefined ? '' : child}---
What it does.
`;
}

function makeParts(): Parts {
  const weights = new Uint8Array([1, 2, 3, 4]);
  const artifact = describe(weights);
  const request: TrainingRequest = {
    schema: 'training-request/1',
    module: { id: 'generic', version: '1.0.0' },
    recipe: 'tabular-classification',
    dataset: [{ link: 'https://example.org/rows.csv', sha256: zero, bytes: 10 }],
    budget: { MODEL_TRIAL_COUNT: 1 },
    backend: 'wasm',
    seed: 1,
    visibility: 'public',
  };
  return {
    weights,
    request,
    receipt: makeReceipt(request, artifact),
    report: makeReport(artifact),
  };
}

const measured = {
  metrics: { accuracy: 0.9 },
  intervals: { accuracy: { lower: 0.8, upper: 0.95 } },
  baseline: { name: 'majority class', metrics: { accuracy: 0.5 } },
};

const dataset = {
  schema: 'dataset/1',
  recipe: 'tabular-classification',
  visibility: 'public',
  sources: [{ link: 'https://example.org/rows.csv', sha256: zero, bytes: 10 }],
  format: 'CSV, comma, header',
  examples: 10,
  fingerprint: zero,
} satisfies Receipt['dataset'];

function makeReceipt(request: TrainingRequest, artifact: Artifact): Receipt {
  const receipt: Receipt = {
    schema: 'receipt/1',
    run: 'r1',
    request,
    requestSha256: hashRecord(request),
    parent: { id: 'generic', version: '1.0.0' },
    dataset,
    split: { strategy: 'stratified fifth', train: 6, selection: 2, test: 2, fingerprint: zero },
    environment,
    trials: [{ number: 1, knobs: { units: 8 }, status: 'done', epochs: 3, score: 0.9 }],
    best: 1,
    ...measured,
    artifact: { sha256: hashRecord(artifact), bytes: 4, files: artifact.files },
    fingerprint: '',
    observed: {
      startedAt: '2026-03-04T23:00:00.000Z',
      finishedAt: '2026-03-04T23:10:00.000Z',
      seconds: 600,
    },
  };
  return { ...receipt, fingerprint: receiptFingerprint(receipt) };
}

function makeReport(artifact: Artifact): BenchmarkReport {
  return {
    schema: 'benchmark-report/1',
    benchmark: 'standard',
    module: { id: 'child', version: '1.0.0' },
    artifactSha256: hashRecord(artifact),
    dataset,
    ...measured,
    beatsBaseline: true,
    latency: { p50Ms: 1, p95Ms: 2, p99Ms: 3, samples: 10 },
    throughput: { perSecond: 100, batchSize: 8 },
    artifactBytes: 4,
    environment,
    measuredAt: '2026-03-04T23:20:00.000Z',
  };
}
