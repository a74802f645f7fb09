import { Failure, type BenchmarkReport, type RecipeName } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { describeEnvironment } from '../environment.ts';
import { loadPredictor } from '../inference/load-predictor.ts';
import { predictRaw, type Predictor } from '../inference/predictor.ts';
import { measureClassification } from '../metrics/classification.ts';
import { recipes } from '../recipes/index.ts';
import type { Prediction, RawInput, Recipe } from '../recipes/recipe.ts';
import { readDataset, type OpenDataset } from '../training/read-dataset.ts';
import { answeredLabels } from './answered-labels.ts';
import { measureSpeed } from './measure-speed.ts';
import { dataToMeasure } from './data-to-measure.ts';
import { keepReport } from './keep-report.ts';
import type { BenchmarkOrder, BenchmarkResult } from './run-benchmark.ts';

/** Tasks whose data our recipes read, and whose answers have a class. */
const classifying: readonly RecipeName[] = [
  'image-classification',
  'tabular-classification',
  'text-classification',
  'audio-classification',
];
const batch = 32;
const speedInputs = 32;

/**
 * Measures a module whose model the runner does not hold itself: the graph of another framework, the server in
 * a container, a pipeline. It is asked for predictions of the data as anybody would ask.
 * @throws Failure DATASET_INVALID, USAGE for a task that is not measured
 */
export async function benchmarkPredictor(
  module: Module,
  order: BenchmarkOrder,
): Promise<BenchmarkResult> {
  const { world } = order;
  const recipe = recipeOf(module);
  const target = order.target ?? module.frontMatter.dataset?.target;
  const dataset = await readDataset({ ...dataToMeasure(order, module), recipe, target });
  const predictor = await loadPredictor(order.folder, order);
  try {
    world.report({ type: 'dataset', role: 'dataset', dataset: dataset.record });
    const quality = await measureQuality({ recipe, dataset, predictor, order });
    world.report({ type: 'evaluated', metrics: quality.metrics, baseline: quality.baseline });
    const inputs = await recipe.rawInputs(dataset.data, someOf(recipe.strata(dataset.data).length));
    const report = await describe({ module, order, dataset, predictor }, quality, inputs);
    return { ...(await keepReport(report, order)), scoreName: recipe.scoreName };
  } finally {
    predictor.dispose();
    await dataset.close();
  }
}

function recipeOf({ id, frontMatter }: Module): Recipe {
  const known = classifying.find((name) => frontMatter.tasks.includes(name));
  if (known !== undefined) return recipes[known]!;
  throw new Failure(
    'USAGE',
    `${id}: expected one of the tasks ${classifying.join(', ')}, whose quality can be measured without a recipe; found ${frontMatter.tasks.join(', ')}`,
    {
      hint: 'Name the task in module.md; orangery test looks whether it answers as golden.json says.',
    },
  );
}

interface Measured {
  readonly module: Module;
  readonly order: BenchmarkOrder;
  readonly dataset: OpenDataset;
  readonly predictor: Predictor;
}

type Quality = Pick<
  BenchmarkReport,
  'heldOut' | 'metrics' | 'intervals' | 'baseline' | 'beatsBaseline' | 'classification'
>;

async function measureQuality({
  recipe,
  dataset: { data },
  predictor,
  order: { world },
}: Omit<Measured, 'module'> & { readonly recipe: Recipe }): Promise<Quality> {
  const names = recipe.strata(data);
  const predictions: Prediction[] = [];
  for (let start = 0; start < names.length; start += batch) {
    world.signal.throwIfAborted();
    const length = Math.min(batch, names.length - start);
    const indices = Array.from({ length }, (_, index) => start + index);
    const answers = await predictRaw(predictor, await recipe.rawInputs(data, indices));
    predictions.push(...answers.map(([first = {}]) => first));
  }
  const classes = [...new Set(names)].sort();
  const evaluation = measureClassification(answeredLabels({ classes, names, predictions }));
  const baseline = recipe.baseline(data, data);
  const score = recipe.scoreName;
  const lower = evaluation.intervals[score]?.lower ?? 0;
  const beatsBaseline = lower > (baseline.metrics[score] ?? 0);
  return { heldOut: 'all', ...evaluation, baseline, beatsBaseline };
}

function someOf(count: number): readonly number[] {
  const length = Math.min(speedInputs, count);
  return Array.from({ length }, (_, index) => Math.floor((index * count) / length));
}

async function describe(
  { module, order, dataset, predictor }: Measured,
  quality: Quality,
  inputs: readonly RawInput[],
): Promise<BenchmarkReport> {
  const { world, folders } = order;
  const { frontMatter, id } = module;
  const image = order.code?.containers?.[id];
  const computing = {
    name: predictor.backend,
    library: libraryOf(predictor.backend, image?.image),
  };
  return {
    schema: 'benchmark-report/1',
    benchmark: order.dataset === undefined ? 'declared-data' : 'given-data',
    module: { id, version: frontMatter.version },
    // of a container without weights of its own, the image is what was measured
    artifactSha256: frontMatter.artifact?.sha256 ?? digestOf(image?.image),
    dataset: dataset.record,
    ...quality,
    ...(await measureSpeed(predictor, inputs, world.signal)),
    artifactBytes: frontMatter.artifact?.bytes ?? image?.bytes ?? 1,
    environment: await describeEnvironment(computing, { ...folders, signal: world.signal }),
    measuredAt: new Date(world.now()).toISOString(),
  };
}

function libraryOf(backend: Predictor['backend'], image: string | undefined): string {
  if (image !== undefined) return `image ${image}`;
  return backend === 'onnxruntime' || backend === 'container' ? backend : 'tfjs';
}

function digestOf(image: string | undefined): string {
  return image?.replace(/^sha256:/, '') ?? '0'.repeat(64);
}
