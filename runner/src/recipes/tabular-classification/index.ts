import { Failure, type ColumnSummary, type Field } from '@orangery/schemas';
import { measureClassification } from '../../metrics/classification.ts';
import type { BatchSource } from '../../network/batch-source.ts';
import { fitNetwork } from '../../network/fit-network.ts';
import {
  classifierLoss,
  measureClassifier,
  predictProbabilities,
} from '../../network/classifier.ts';
import { startFromWeights } from '../../network/start-weights.ts';
import { loadNetwork, saveNetwork } from '../../network/network-artifact.ts';
import { classOutputs, classPredictions } from '../class-predictions.ts';
import { countClasses, indexLabels } from '../labels.ts';
import { majorityBaseline } from '../majority-baseline.ts';
import type { Fitted, FitOptions, KnobValues, RawInput, Recipe } from '../recipe.ts';
import { isNumeric } from '../tables/cell.ts';
import { isTable } from '../tables/table-files.ts';
import { rangesOfColumns } from './column-ranges.ts';
import { parseTableInput, type TableRow } from './inputs.ts';
import { buildTableNetwork, rowsForModel, rowSource, type TableModel } from './model.ts';
import {
  learnPreprocessing,
  parseTablePreprocessing,
  type EncodedColumn,
} from './preprocessing.ts';
import { fingerprintOfRows, readRows, type TableData } from './read-rows.ts';
import { hashesOfRows } from './row-hashes.ts';
import { telltaleColumns } from './telltale-columns.ts';

/** Tells rows of a table apart, by a multilayer perceptron on scaled and one-hot columns. */
export const tabularClassification: Recipe<TableData, TableRow, TableModel> = {
  name: 'tabular-classification',
  title: 'Tabular classification',
  scoreName: 'accuracy',
  dataFormat:
    'A table in CSV, TSV, JSON lines or Parquet with a column to predict: the one named, or the last. Missing values are empty, NA or ?.',

  readData: readRows,
  resembles: (files) =>
    files.length === 0 ? 0 : files.filter(({ path }) => isTable(path)).length / files.length,
  describe: (data) => ({
    format: data.format,
    examples: data.rows.length,
    fingerprint: fingerprintOfRows(data),
    target: data.target,
    targetChosenBy: data.targetChosenBy,
    classes: countClasses(data.names),
    columns: markTelltales(data),
    ...(data.skipped.length > 0 ? { skipped: [...data.skipped] } : {}),
  }),
  exampleHashes: hashesOfRows,
  ranges: rangesOfColumns,
  strata: (data) => data.names,
  select: (data, indices) => ({
    ...data,
    rows: indices.map((index) => data.rows[index]!),
    names: indices.map((index) => data.names[index]!),
    labels: Int32Array.from(indices, (index) => data.labels[index]!),
  }),
  align: (data, reference) =>
    withColumns(
      data,
      reference.columns.map(({ name }) => name),
      reference.classes,
    ),
  alignToModel: (data, { preprocessing }) =>
    withColumns(
      data,
      preprocessing.columns.map(({ name }) => name),
      preprocessing.classes,
    ),
  rawInputs: async (data, indices) =>
    indices.map((index): RawInput => ({ kind: 'value', value: rowObject(data, index) })),

  knobs: () => ({
    hiddenLayers: { type: 'integer', min: 0, max: 2 },
    units: { type: 'categorical', values: [16, 32, 64] },
    dropout: { type: 'float', min: 0, max: 0.4 },
    learningRate: { type: 'float', min: 0.002, max: 0.03, scale: 'log' },
    decay: { type: 'float', min: 0.00001, max: 0.003, scale: 'log' },
    batchSize: { type: 'categorical', values: [8, 16, 32] },
  }),
  defaults: () => ({
    hiddenLayers: 1,
    units: 32,
    dropout: 0.1,
    learningRate: 0.01,
    decay: 0.0003,
    batchSize: 16,
  }),
  fit,
  evaluate: async ({ network, preprocessing }, data) => {
    const source = rowSource(rowsForModel(data, preprocessing), data.labels, preprocessing);
    const probabilities = await predictProbabilities(network, source, preprocessing.classes.length);
    return measureClassification({
      classes: preprocessing.classes,
      probabilities,
      labels: data.labels,
    });
  },
  baseline: (train, test) => majorityBaseline(train.labels, test.labels, train.classes),

  save: async ({ network, preprocessing }) => saveNetwork(network, preprocessing),
  load: async (files) => {
    const { network, preprocessing } = await loadNetwork(files);
    return { network, preprocessing: parseTablePreprocessing(preprocessing) };
  },
  dispose: ({ network }) => void network.dispose(),

  inputs: (model) =>
    model === null
      ? [
          {
            name: 'data',
            type: 'file',
            description: 'A table in CSV, JSON lines or Parquet, or rows as JSON objects.',
          },
        ]
      : model.preprocessing.columns.map(fieldOf),
  outputs: (model) => classOutputs(model?.preprocessing.classes),
  parseInput: async ({ preprocessing }, raw) => parseTableInput(raw, preprocessing),
  predict: async ({ network, preprocessing }, inputs) => {
    const source = rowSource(inputs, new Int32Array(inputs.length), preprocessing);
    const { classes } = preprocessing;
    return classPredictions(await predictProbabilities(network, source, classes.length), classes);
  },
};

async function fit(options: FitOptions<TableData>): Promise<Fitted<TableModel>> {
  const { train, selection, seed } = options;
  const preprocessing = learnPreprocessing(train);
  const knobs = options.knobs as KnobValues & Record<NumericKnob, number>;
  const network = buildTableNetwork(preprocessing, knobs, seed);
  const sourceOf = (data: TableData): BatchSource =>
    rowSource(rowsForModel(data, preprocessing), data.labels, preprocessing);
  const classes = preprocessing.classes.length;
  const chosenBy = selection && sourceOf(selection);
  try {
    if (options.start !== undefined) startFromWeights(network, options.start);
    const result = await fitNetwork({
      ...options,
      network,
      train: sourceOf(train),
      loss: classifierLoss,
      measure: chosenBy && (() => measureClassifier(network, chosenBy, selection.labels, classes)),
      epochs: Math.min(120, Math.max(10, Math.round(20_000 / train.rows.length))),
      patience: 30,
      batchSize: knobs.batchSize,
      learningRate: knobs.learningRate,
      decay: knobs.decay,
    });
    return { model: { network, preprocessing }, ...result };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

type NumericKnob = 'hiddenLayers' | 'units' | 'dropout' | 'learningRate' | 'decay' | 'batchSize';

function markTelltales(data: TableData): ColumnSummary[] {
  const telltales = telltaleColumns(data);
  return data.columns.map((column) =>
    telltales.has(column.name) ? { ...column, determinesTarget: true as const } : column,
  );
}

/** The same data with columns and classes in another's order. */
function withColumns(
  data: TableData,
  names: readonly string[],
  classes: readonly string[],
): TableData {
  const places = names.map((name) => data.columns.findIndex((column) => column.name === name));
  const lacking = names.filter((_, index) => places[index]! < 0);
  if (lacking.length > 0) {
    throw new Failure(
      'DATASET_INVALID',
      `The data: expected the columns ${names.join(', ')}, found ${data.columns.map(({ name }) => name).join(', ')}; missing ${lacking.join(', ')}`,
      { hint: 'Use the same columns as in the training data.' },
    );
  }
  return {
    ...data,
    columns: places.map((place) => data.columns[place]!),
    rows: data.rows.map((row) => places.map((place) => row[place]!)),
    classes,
    labels: indexLabels(data.names, classes),
  };
}

function rowObject(data: TableData, index: number): Record<string, string | number | null> {
  return Object.fromEntries(
    data.columns.map(({ name, type }, column) => {
      const value = data.rows[index]![column]!;
      return [
        name,
        value !== null && type === 'numeric' && isNumeric(value) ? Number(value) : value,
      ];
    }),
  );
}

function fieldOf(column: EncodedColumn): Field {
  const { name } = column;
  if (column.type === 'categorical') {
    return { name, type: 'category', values: [...column.values], required: true };
  }
  return { name, type: 'number', required: true, example: Number(column.mean.toPrecision(4)) };
}
