import type { Fitted, FitOptions } from '../recipe.ts';
import { encodeRows, rowsForModel } from '../tabular/encoding.ts';
import type { Estimator } from '../tabular/estimator.ts';
import type { EncodedTable } from '../tabular/families/family-fit.ts';
import { fitFamily } from '../tabular/families/fit-family.ts';
import { learnPreprocessing, type TablePreprocessing } from './preprocessing.ts';
import type { TableData } from './read-rows.ts';

export interface TableModel {
  readonly estimator: Estimator;
  readonly preprocessing: TablePreprocessing;
}

/** Fits a classifier of the family that the knobs name. */
export async function fitClassifier(options: FitOptions<TableData>): Promise<Fitted<TableModel>> {
  const { train, selection } = options;
  const preprocessing = learnPreprocessing(train);
  const tableOf = (data: TableData): EncodedTable => ({
    rows: encodeRows(rowsForModel(data, preprocessing), preprocessing),
    task: { kind: 'classes', labels: data.labels, classes: preprocessing.classes.length },
  });
  const {
    estimator,
    outOfBag: _,
    ...fitted
  } = await fitFamily({
    ...options,
    train: tableOf(train),
    selection: selection && tableOf(selection),
    network: { name: 'table_classifier', output: 'logits' },
  });
  return { ...fitted, model: { estimator, preprocessing } };
}
