import type { ColumnSummary } from '@orangery/schemas';
import { wilsonInterval } from '../../metrics/interval.ts';
import { measureRegression } from '../../metrics/regression.ts';
import type { Evaluation, Recipe } from '../recipe.ts';
import { rangesOfColumns } from '../tabular/column-ranges.ts';
import { encodeRows } from '../tabular/encoding.ts';
import { disposeEstimator, loadEstimator, saveEstimator } from '../tabular/estimator.ts';
import { compareFamilies } from '../tabular/families/compare-families.ts';
import { familyDefaults, familyKnobs } from '../tabular/families/knobs.ts';
import { tableInputs } from '../tabular/fields.ts';
import { foldsOf } from '../tabular/folds.ts';
import { parseTableInput, type TableRow } from '../tabular/inputs.ts';
import { shareOfTables } from '../tabular/read-table-rows.ts';
import { hashesOfRows } from '../tabular/row-hashes.ts';
import { fingerprintOfRows, rowInput, withColumns } from '../tabular/table-rows.ts';
import { copiesOfTarget } from './copies-of-target.ts';
import {
  encodeNumbers,
  fitNumbers,
  predictValues,
  selectNumbers,
  type NumberModel,
} from './fit.ts';
import { numberOutputs, numberPrediction } from './outputs.ts';
import { parseNumberPreprocessing } from './preprocessing.ts';
import { readNumbers, type NumberData } from './read-numbers.ts';
import { strataOfNumbers } from './strata.ts';
import { describeNumbers } from './target-range.ts';

/** Predicts a number from the rows of a table, by whichever family of models does it best. */
export const tabularRegression: Recipe<NumberData, TableRow, NumberModel> = {
  name: 'tabular-regression',
  title: 'Tabular regression',
  scoreName: 'r2',
  dataFormat:
    'A table in CSV, TSV, JSON lines or Parquet with a column of numbers to predict: the one named, or the last. Missing values are empty, NA or ?.',

  readData: readNumbers,
  // the same files as for classes, which are tried first: numbers may be classes, texts are no numbers
  resembles: (files) => 0.9 * shareOfTables(files),
  describe: (data) => ({
    format: data.format,
    examples: data.rows.length,
    fingerprint: fingerprintOfRows(data),
    target: data.target,
    targetChosenBy: data.targetChosenBy,
    ...describeNumbers(data),
    columns: markCopies(data),
    ...(data.skipped.length > 0 ? { skipped: [...data.skipped] } : {}),
  }),
  exampleHashes: hashesOfRows,
  ranges: rangesOfColumns,
  strata: strataOfNumbers,
  folds: foldsOf,
  select: selectNumbers,
  align: (data, reference) =>
    withColumns(
      data,
      reference.columns.map(({ name }) => name),
    ),
  alignToModel: (data, { preprocessing }) =>
    withColumns(
      data,
      preprocessing.columns.map(({ name }) => name),
    ),
  rawInputs: async (data, indices) => indices.map((index) => rowInput(data, index)),

  knobs: () => familyKnobs('numbers'),
  defaults: () => familyDefaults('forest', 'numbers'),
  fit: fitNumbers,
  evaluate,
  baseline: (train, test) => {
    const mean = train.values.reduce((sum, value) => sum + value / train.values.length, 0);
    const predictions = new Float64Array(test.values.length).fill(mean);
    return {
      name: 'mean',
      metrics: measureRegression({ truths: test.values, predictions }).metrics,
    };
  },
  compare: async (options) =>
    compareFamilies(
      {
        select: selectNumbers,
        defaultsOf: (family) => familyDefaults(family, 'numbers'),
        fit: fitNumbers,
        measure: async (model, data) => (await evaluate(model, data)).metrics,
        dispose: ({ estimator }) => disposeEstimator(estimator),
      },
      options,
    ),

  save: async ({ estimator, preprocessing }) => saveEstimator(estimator, preprocessing),
  load: async (files) => {
    const { estimator, preprocessing } = await loadEstimator(files);
    return { estimator, preprocessing: parseNumberPreprocessing(preprocessing) };
  },
  dispose: ({ estimator }) => disposeEstimator(estimator),

  inputs: (model) => tableInputs(model?.preprocessing),
  outputs: (model) => numberOutputs(model?.preprocessing),
  parseInput: async ({ preprocessing }, raw) => parseTableInput(raw, preprocessing),
  predict: async (model, inputs) => {
    const values = await predictValues(model, encodeRows(inputs, model.preprocessing));
    return Array.from(values, (value) => numberPrediction(value, model.preprocessing));
  },
};

/** With the share of rows that the interval of a prediction holds, beside what it promises. */
async function evaluate(model: NumberModel, data: NumberData): Promise<Evaluation> {
  const { preprocessing } = model;
  const predictions = await predictValues(model, encodeNumbers(data, preprocessing).rows);
  const { metrics, intervals, details } = measureRegression({ truths: data.values, predictions });
  const { spread } = preprocessing;
  if (spread === undefined) return { metrics, intervals, details };
  const within = predictions.filter(
    (value, row) =>
      data.values[row]! >= value + spread.lower && data.values[row]! <= value + spread.upper,
  ).length;
  const coverage = within / Math.max(1, predictions.length);
  return {
    metrics: { ...metrics, coverage },
    intervals: { ...intervals, coverage: wilsonInterval(within, predictions.length) },
    details,
  };
}

function markCopies(data: NumberData): ColumnSummary[] {
  const copies = copiesOfTarget(data);
  return data.columns.map((column) =>
    copies.has(column.name) ? { ...column, determinesTarget: true as const } : column,
  );
}
