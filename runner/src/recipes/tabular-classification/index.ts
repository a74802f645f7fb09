import type { ColumnSummary } from '@orangery/schemas';
import { measureClassification } from '../../metrics/classification.ts';
import { classOutputs, classPredictions } from '../class-predictions.ts';
import { countClasses, indexLabels } from '../labels.ts';
import { majorityBaseline } from '../majority-baseline.ts';
import type { Evaluation, Recipe } from '../recipe.ts';
import { rangesOfColumns } from '../tabular/column-ranges.ts';
import { encodeRows, rowsForModel } from '../tabular/encoding.ts';
import { disposeEstimator, estimate, loadEstimator, saveEstimator } from '../tabular/estimator.ts';
import { compareFamilies } from '../tabular/families/compare-families.ts';
import { familyDefaults, familyKnobs } from '../tabular/families/knobs.ts';
import { tableInputs } from '../tabular/fields.ts';
import { foldsOf } from '../tabular/folds.ts';
import { parseTableInput, type TableRow } from '../tabular/inputs.ts';
import { shareOfTables } from '../tabular/read-table-rows.ts';
import { hashesOfRows } from '../tabular/row-hashes.ts';
import { fingerprintOfRows, rowInput, selectRows, withColumns } from '../tabular/table-rows.ts';
import { fitClassifier, type TableModel } from './fit.ts';
import { parseTablePreprocessing } from './preprocessing.ts';
import { readRows, type TableData } from './read-rows.ts';
import { telltaleColumns } from './telltale-columns.ts';

/** Tells rows of a table apart, by whichever family of models does it best. */
export const tabularClassification: Recipe<TableData, TableRow, TableModel> = {
  name: 'tabular-classification',
  title: 'Tabular classification',
  scoreName: 'accuracy',
  dataFormat:
    'A table in CSV, TSV, JSON lines or Parquet with a column to predict: the one named, or the last. Missing values are empty, NA or ?.',

  readData: readRows,
  resembles: shareOfTables,
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
  folds: foldsOf,
  select,
  align: (data, reference) =>
    withClasses(
      withColumns(
        data,
        reference.columns.map(({ name }) => name),
      ),
      reference.classes,
    ),
  alignToModel: (data, { preprocessing }) =>
    withClasses(
      withColumns(
        data,
        preprocessing.columns.map(({ name }) => name),
      ),
      preprocessing.classes,
    ),
  rawInputs: async (data, indices) => indices.map((index) => rowInput(data, index)),

  knobs: () => familyKnobs('classes'),
  defaults: () => familyDefaults('forest', 'classes'),
  fit: fitClassifier,
  evaluate,
  baseline: (train, test) => majorityBaseline(train.labels, test.labels, train.classes),
  compare: async (options) =>
    compareFamilies(
      {
        select,
        defaultsOf: (family) => familyDefaults(family, 'classes'),
        fit: fitClassifier,
        measure: async (model, data) => (await evaluate(model, data)).metrics,
        dispose: ({ estimator }) => disposeEstimator(estimator),
      },
      options,
    ),

  save: async ({ estimator, preprocessing }) => saveEstimator(estimator, preprocessing),
  load: async (files) => {
    const { estimator, preprocessing } = await loadEstimator(files);
    return { estimator, preprocessing: parseTablePreprocessing(preprocessing) };
  },
  dispose: ({ estimator }) => disposeEstimator(estimator),

  inputs: (model) => tableInputs(model?.preprocessing),
  outputs: (model) => classOutputs(model?.preprocessing.classes),
  parseInput: async ({ preprocessing }, raw) => parseTableInput(raw, preprocessing),
  predict: async ({ estimator, preprocessing }, inputs) => {
    const { classes } = preprocessing;
    const rows = encodeRows(inputs, preprocessing);
    return classPredictions(await estimate(estimator, rows, classes.length), classes);
  },
};

function select(data: TableData, indices: readonly number[]): TableData {
  const labels = Int32Array.from(indices, (index) => data.labels[index]!);
  return { ...selectRows(data, indices), labels };
}

async function evaluate(
  { estimator, preprocessing }: TableModel,
  data: TableData,
): Promise<Evaluation> {
  const { classes } = preprocessing;
  const rows = encodeRows(rowsForModel(data, preprocessing), preprocessing);
  const probabilities = await estimate(estimator, rows, classes.length);
  return measureClassification({ classes, probabilities, labels: data.labels });
}

function withClasses(data: TableData, classes: readonly string[]): TableData {
  return { ...data, classes, labels: indexLabels(data.names, classes) };
}

function markTelltales(data: TableData): ColumnSummary[] {
  const telltales = telltaleColumns(data);
  return data.columns.map((column) =>
    telltales.has(column.name) ? { ...column, determinesTarget: true as const } : column,
  );
}
