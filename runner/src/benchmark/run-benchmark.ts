import { join } from 'node:path';
import {
  Failure,
  type BackendName,
  type BenchmarkReport,
  type PinnedLink,
} from '@orangery/schemas';
import { writeRecord, type Module } from '@orangery/schemas/files';
import { startBackend } from '../compute/backend.ts';
import type { CodeOptions } from '../custom/code-options.ts';
import type { DatasetAccess, DatasetOrder, ProvidedLink } from '../dataset/index.ts';
import { describeEnvironment } from '../environment.ts';
import { loadModule, type LoadedModule } from '../inference/load-module.ts';
import { loadPredictor } from '../inference/load-predictor.ts';
import { readOrCreateKey, signRecord } from '../provenance/index.ts';
import { readDataset, type OpenDataset } from '../training/read-dataset.ts';
import type { RunnerFolders } from '../training/training-order.ts';
import type { World } from '../world.ts';
import { takeHeldOut } from './held-out.ts';
import { measureSpeed } from './measure-speed.ts';

export interface BenchmarkOrder {
  /** Folder of the module, or of a training's result. */
  readonly folder: string;
  /** Data to measure on; the module's own when absent. */
  readonly dataset?: readonly PinnedLink[];
  readonly target?: string;
  readonly backend: BackendName | 'auto';
  /** How code of the module's own is run; cut off when absent. */
  readonly code?: CodeOptions;
  /** Folder that relative links of `dataset` begin at. */
  readonly baseFolder: string;
  /** What another process fetched: no other data is taken, and no network is used. */
  readonly provided?: readonly ProvidedLink[];
  /** Where the report goes; `reports/` of the module when absent. */
  readonly reports?: string;
  readonly folders: RunnerFolders;
  /** Credentials for reaching data. */
  readonly access: DatasetAccess;
  readonly world: World;
}

export interface BenchmarkResult {
  readonly report: BenchmarkReport;
  /** File it was written to. */
  readonly path: string;
  /** Metric that decides what is better. */
  readonly scoreName: string;
}

/**
 * Measures quality beside a trivial baseline, latency, throughput and size; signs the report and
 * writes it into the module's `reports/`.
 * @throws Failure DATASET_INVALID when there is no data to measure on
 */
export async function runBenchmark(order: BenchmarkOrder): Promise<BenchmarkResult> {
  const { world, folders } = order;
  const backend = await startBackend(order.backend);
  const loaded = await loadModule(order.folder, { ...order.code, backend: backend.name });
  const dataset = await openData(order, loaded);
  try {
    world.report({ type: 'dataset', role: 'dataset', dataset: dataset.record });
    const quality = await measureQuality(loaded, dataset);
    world.report({ type: 'evaluated', metrics: quality.metrics, baseline: quality.baseline });
    const speed = await measurePredictor(order, loaded, dataset);
    const { module } = loaded;
    const report: BenchmarkReport = {
      schema: 'benchmark-report/1',
      benchmark: order.dataset === undefined ? 'declared-data' : 'given-data',
      module: { id: module.id, version: module.frontMatter.version },
      artifactSha256: module.frontMatter.artifact!.sha256,
      dataset: dataset.record,
      ...quality,
      ...speed,
      artifactBytes: module.frontMatter.artifact!.bytes,
      environment: await describeEnvironment(backend, { ...folders, signal: world.signal }),
      measuredAt: new Date(world.now()).toISOString(),
    };
    return { ...(await keepReport(report, order)), scoreName: loaded.recipe.scoreName };
  } finally {
    loaded.close();
    await dataset.close();
  }
}

/** Signs a report and writes it where it goes. */
export async function keepReport(
  report: BenchmarkReport,
  { folder, folders, reports = join(folder, 'reports') }: BenchmarkOrder,
): Promise<Pick<BenchmarkResult, 'report' | 'path'>> {
  const signed = await signRecord(report, await readOrCreateKey(folders.state));
  const path = join(reports, `${report.benchmark}@${report.module.version}.json`);
  await writeRecord(path, signed);
  return { report: signed, path };
}

async function openData(
  order: BenchmarkOrder,
  { module, recipe }: LoadedModule,
): Promise<OpenDataset> {
  const target = order.target ?? module.frontMatter.dataset?.target ?? trainedTarget(module);
  return readDataset({ ...dataToMeasure(order, module), recipe, target });
}

/**
 * The data that a benchmark measures on.
 * @throws Failure DATASET_INVALID where none is named
 */
export function dataToMeasure(order: BenchmarkOrder, module: Module): Omit<DatasetOrder, 'recipe'> {
  const declared = module.frontMatter.dataset;
  const isOwn = order.dataset === undefined;
  const links = order.dataset ?? (declared === undefined ? [] : [pinned(declared)]);
  if (links.length === 0) {
    throw new Failure(
      'DATASET_INVALID',
      `${module.id}: expected a dataset to measure on, found none`,
      {
        hint: 'Name one with --dataset, or declare it in module.md.',
      },
    );
  }
  return {
    links,
    visibility: isOwn ? (module.frontMatter.visibility ?? 'public') : 'private',
    secretName: 'DATASET',
    baseFolder: isOwn && isInside(links[0]!.link) ? module.folder : order.baseFolder,
    cacheFolder: order.folders.cache,
    ...(order.folders.cacheBytes !== undefined && { cacheBytes: order.folders.cacheBytes }),
    access: order.access,
    ...(order.provided && { provided: order.provided }),
    world: order.world,
  };
}

/** A declared link without a scheme lies in the module's folder. */
function isInside(link: string): boolean {
  return !/^[a-z][a-z0-9+.-]*:/i.test(link);
}

function pinned({ link, sha256 }: { link: string; sha256?: string }): PinnedLink {
  return { link, ...(sha256 === undefined ? {} : { sha256 }) };
}

function trainedTarget({ receipts }: Module): string | undefined {
  return receipts[0]?.dataset.target;
}

type Quality = Pick<
  BenchmarkReport,
  'heldOut' | 'metrics' | 'intervals' | 'baseline' | 'beatsBaseline' | 'classification'
>;

async function measureQuality(
  { module, recipe, model }: LoadedModule,
  dataset: OpenDataset,
): Promise<Quality> {
  const { data, heldOut, baseline } = takeHeldOut(module, recipe, dataset);
  const evaluation = await recipe.evaluate(model, recipe.alignToModel(data, model));
  const score = recipe.scoreName;
  const lower = evaluation.intervals[score]?.lower ?? evaluation.metrics[score] ?? 0;
  return {
    heldOut,
    ...evaluation,
    baseline,
    beatsBaseline: lower > (baseline.metrics[score] ?? 0),
  };
}

async function measurePredictor(
  order: BenchmarkOrder,
  { recipe }: LoadedModule,
  { data }: OpenDataset,
): Promise<Pick<BenchmarkReport, 'latency' | 'throughput'>> {
  const count = recipe.strata(data).length;
  const indices = Array.from({ length: Math.min(32, count) }, (_, index) =>
    Math.floor((index * count) / 32),
  );
  const predictor = await loadPredictor(order.folder, order);
  try {
    const inputs = await recipe.rawInputs(
      data,
      indices.map((index) => index % count),
    );
    return await measureSpeed(predictor, inputs, order.world.signal);
  } finally {
    predictor.dispose();
  }
}
