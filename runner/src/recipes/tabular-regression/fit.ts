import type { Fitted, FitOptions } from '../recipe.ts';
import { divideRows } from '../tabular/divide-rows.ts';
import { encodeRows, rowsForModel } from '../tabular/encoding.ts';
import { disposeEstimator, estimate, type Estimator } from '../tabular/estimator.ts';
import type { EncodedTable, FamilyFitted } from '../tabular/families/family-fit.ts';
import { fitFamily } from '../tabular/families/fit-family.ts';
import { selectRows } from '../tabular/table-rows.ts';
import {
  learnNumberPreprocessing,
  type NumberPreprocessing,
  type Spread,
} from './preprocessing.ts';
import type { NumberData } from './read-numbers.ts';
import { learnSpread } from './spread.ts';

export interface NumberModel {
  readonly estimator: Estimator;
  readonly preprocessing: NumberPreprocessing;
}

/** Fits a model of the family that the knobs name to the standardised target. */
export async function fitNumbers(options: FitOptions<NumberData>): Promise<Fitted<NumberModel>> {
  const preprocessing = learnNumberPreprocessing(options.train);
  const { estimator, outOfBag, ...fitted } = await fitPart(options, preprocessing);
  try {
    const held = await spreadOf({ estimator, preprocessing }, options, outOfBag);
    return {
      ...fitted,
      ...(held.isWhole ? {} : { status: 'stopped' }),
      model: {
        estimator,
        preprocessing:
          held.spread === undefined ? preprocessing : { ...preprocessing, spread: held.spread },
      },
    };
  } catch (error) {
    disposeEstimator(estimator);
    throw error;
  }
}

/** Rows selected by number, with their values. */
export function selectNumbers(data: NumberData, indices: readonly number[]): NumberData {
  const values = Float64Array.from(indices, (index) => data.values[index]!);
  return { ...selectRows(data, indices), values };
}

/** Predicted values in the target's own unit. */
export async function predictValues(
  { estimator, preprocessing }: NumberModel,
  rows: EncodedTable['rows'],
): Promise<Float64Array> {
  const { mean, deviation } = preprocessing;
  return Float64Array.from(await estimate(estimator, rows, 0), (value) => value * deviation + mean);
}

export function encodeNumbers(data: NumberData, preprocessing: NumberPreprocessing): EncodedTable {
  const { mean, deviation } = preprocessing;
  return {
    rows: encodeRows(rowsForModel(data, preprocessing), preprocessing),
    task: {
      kind: 'numbers',
      values: Float32Array.from(data.values, (value) => (value - mean) / deviation),
    },
  };
}

async function fitPart(
  options: FitOptions<NumberData>,
  preprocessing: NumberPreprocessing,
): Promise<FamilyFitted> {
  const { train, selection } = options;
  return fitFamily({
    ...options,
    train: encodeNumbers(train, preprocessing),
    selection: selection && encodeNumbers(selection, preprocessing),
    network: { name: 'table_regressor', output: 'value' },
  });
}

interface Held {
  readonly spread: Spread | undefined;
  readonly isWhole: boolean;
}

/**
 * Learns how far off the model is from rows it was not fitted to: those that a forest's trees did not
 * draw, or the selection data. In the last fit there are none: then from a fit to four fifths.
 */
async function spreadOf(
  model: NumberModel,
  options: FitOptions<NumberData>,
  outOfBag: Float32Array | undefined,
): Promise<Held> {
  const { train, selection } = options;
  const { mean, deviation } = model.preprocessing;
  if (outOfBag !== undefined) {
    const residuals = Array.from(train.values, (truth, row) => {
      return truth - (outOfBag[row]! * deviation + mean);
    });
    return { spread: learnSpread(residuals), isWhole: true };
  }
  if (selection !== null) return { spread: await spreadOn(model, selection), isWhole: true };
  return spreadOfPart(options);
}

async function spreadOfPart(options: FitOptions<NumberData>): Promise<Held> {
  if (options.isOutOfTime()) return { spread: undefined, isWhole: false };
  const { most, rest } = divideRows(options.train.rows.length, options.seed);
  const part = selectNumbers(options.train, most);
  const preprocessing = learnNumberPreprocessing(part);
  const { estimator, status } = await fitPart(
    { ...options, train: part, onEpoch: () => {} },
    preprocessing,
  );
  try {
    if (status === 'stopped') return { spread: undefined, isWhole: false };
    const held = selectNumbers(options.train, rest);
    return { spread: await spreadOn({ estimator, preprocessing }, held), isWhole: true };
  } finally {
    disposeEstimator(estimator);
  }
}

async function spreadOn(model: NumberModel, data: NumberData): Promise<Spread | undefined> {
  const predicted = await predictValues(model, encodeNumbers(data, model.preprocessing).rows);
  return learnSpread(Array.from(data.values, (truth, row) => truth - predicted[row]!));
}
