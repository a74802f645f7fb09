import type { BackendName, BenchmarkReport, PinnedLink } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { startBackend } from '../compute/backend.ts';
import type { CodeOptions } from '../custom/code-options.ts';
import type { DatasetAccess, ProvidedLink } from '../dataset/index.ts';
import { describeEnvironment } from '../environment.ts';
import { loadModule, readValidModule, type LoadedModule } from '../inference/load-module.ts';
import { loadPredictor } from '../inference/load-predictor.ts';
import { readDataset, type OpenDataset } from '../training/read-dataset.ts';
import type { RunnerFolders } from '../training/training-order.ts';
import type { World } from '../world.ts';
import { benchmarkPredictor } from './benchmark-predictor.ts';
import { dataToMeasure } from './data-to-measure.ts';
import { takeHeldOut } from './held-out.ts';
import { keepReport } from './keep-report.ts';
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
  const module = await readValidModule(order.folder);
  return module.frontMatter.runtime === 'tfjs'
    ? benchmarkRecipe(order)
    : benchmarkPredictor(module, order);
}

async function benchmarkRecipe(order: BenchmarkOrder): Promise<BenchmarkResult> {
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

async function openData(
  order: BenchmarkOrder,
  { module, recipe }: LoadedModule,
): Promise<OpenDataset> {
  const target = order.target ?? module.frontMatter.dataset?.target ?? trainedTarget(module);
  return readDataset({ ...dataToMeasure(order, module), recipe, target });
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
