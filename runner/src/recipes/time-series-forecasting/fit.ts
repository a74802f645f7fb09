import { tf } from '../../compute/tensorflow.ts';
import type { BatchSource } from '../../network/batch-source.ts';
import { DivergedError } from '../../network/diverged.ts';
import { fitNetwork } from '../../network/fit-network.ts';
import { startFromWeights } from '../../network/start-weights.ts';
import type { Fitted, FitOptions } from '../recipe.ts';
import { scoreOn } from './evaluate.ts';
import { fitLinear, type LinearFit } from './fit-linear.ts';
import { readKnobs, type ForecastKnobs } from './knobs.ts';
import {
  networkInput,
  standardFeatures,
  type ForecastModel,
  type ForecastPreprocessing,
} from './model.ts';
import { naiveSeasons } from './naive.ts';
import { buildCorrection } from './network.ts';
import { applyMap, type Regression } from './ridge.ts';
import { learningRows } from './rows.ts';
import { toScale } from './scale.ts';
import type { SeriesData } from './series.ts';

/** Fits a linear model at once and, where the family asks for it, a network that corrects it. */
export async function fitForecaster(
  options: FitOptions<SeriesData>,
): Promise<Fitted<ForecastModel>> {
  const { train } = options;
  const knobs = readKnobs(options.knobs);
  const linear = fitLinear(train, knobs);
  const values = toScale(linear.scale, train.values);
  const rows = learningRows({ values, start: train.start }, train.isFilled, linear.recipe);
  const left = whatIsLeft(rows, linear, train);
  const preprocessing = describeFit(train, linear, left.units, knobs.family === 'network');
  return knobs.family === 'network' && rows.rows > 0
    ? fitCorrection(options, knobs, preprocessing, left)
    : endLinear(options, { preprocessing: { ...preprocessing, hasNetwork: false }, network: null });
}

interface Left {
  /** Standardised, `[rows, width]`. */
  readonly features: Float64Array;
  readonly width: number;
  /** What the linear part leaves, in `units`, `[rows, horizon]`. */
  readonly targets: Float32Array;
  readonly units: readonly number[];
  readonly rows: number;
}

function whatIsLeft(
  rows: Regression & { readonly origins: readonly number[] },
  { recipe, scale, map }: LinearFit,
  train: SeriesData,
): Left {
  const { width, outputs } = rows;
  const scaled = { values: toScale(scale, train.values), start: train.start };
  const features = standardFeatures(scaled, rows.origins, recipe, map);
  const left = rows.targets.slice();
  for (let row = 0; row < rows.rows; row += 1) {
    const given = applyMap(map, features.subarray(row * width, (row + 1) * width));
    for (const [ahead, value] of given.entries()) left[row * outputs + ahead]! -= value;
  }
  const units = Array.from({ length: outputs }, (_, ahead) => {
    const squares = left.reduce(
      (sum, value, at) => (at % outputs === ahead ? sum + value ** 2 : sum),
      0,
    );
    return Math.sqrt(squares / Math.max(1, rows.rows)) || 1;
  });
  const targets = Float32Array.from(left, (value, at) => value / units[at % outputs]!);
  return { features, width, targets, units, rows: rows.rows };
}

function describeFit(
  train: SeriesData,
  { recipe, scale, map, spread }: LinearFit,
  units: readonly number[],
  hasNetwork: boolean,
): ForecastPreprocessing {
  return {
    recipe: 'time-series-forecasting',
    timeColumn: train.timeColumn,
    target: train.target,
    interval: train.interval,
    naive: naiveSeasons(train),
    lastStep: train.start + train.values.length - 1,
    features: recipe,
    scale,
    map,
    spread,
    units,
    hasNetwork,
  };
}

async function endLinear(
  { selection, onEpoch }: FitOptions<SeriesData>,
  model: ForecastModel,
): Promise<Fitted<ForecastModel>> {
  const measured = selection === null ? { score: 0, loss: 0 } : await scoreOn(model, selection);
  if (!Number.isFinite(measured.loss)) throw new DivergedError(1);
  onEpoch({ epoch: 1, loss: measured.loss, score: measured.score }, 1);
  return {
    model,
    status: 'done',
    score: measured.score,
    selectionLoss: measured.loss,
    epochs: 1,
    keptEpoch: 1,
  };
}

async function fitCorrection(
  options: FitOptions<SeriesData>,
  knobs: ForecastKnobs,
  preprocessing: ForecastPreprocessing,
  left: Left,
): Promise<Fitted<ForecastModel>> {
  const { seed, selection } = options;
  const { horizon } = preprocessing.features;
  const network = buildCorrection({ ...knobs, width: left.width, horizon }, seed);
  const model: ForecastModel = { preprocessing, network };
  try {
    if (options.start !== undefined) startFromWeights(network, options.start);
    const result = await fitNetwork({
      ...options,
      network,
      train: sourceOf(left, horizon),
      loss: (outputs, [targets]) => tf.losses.meanSquaredError(targets!, outputs as tf.Tensor),
      measure: selection && (() => scoreOn(model, selection)),
      epochs: Math.min(150, Math.max(15, Math.round(100_000 / left.rows))),
      patience: 20,
      batchSize: knobs.batchSize,
      learningRate: knobs.learningRate,
      decay: knobs.decay * 0.01,
    });
    return { model, ...result };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

function sourceOf({ features, width, targets, rows }: Left, horizon: number): BatchSource {
  return {
    count: rows,
    batch: (indices) => {
      const chosen = new Float64Array(indices.length * width);
      const truths = new Float32Array(indices.length * horizon);
      for (const [row, index] of indices.entries()) {
        chosen.set(features.subarray(index * width, (index + 1) * width), row * width);
        truths.set(targets.subarray(index * horizon, (index + 1) * horizon), row * horizon);
      }
      return {
        inputs: networkInput(chosen, width),
        targets: [tf.tensor2d(truths, [indices.length, horizon])],
      };
    },
  };
}
