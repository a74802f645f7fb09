import { Failure } from '@orangery/schemas';
import { areEncodedColumns, learnColumns, type Encoding } from '../tabular/encoding.ts';
import type { NumberData } from './read-numbers.ts';

/** How far the truth lies from a prediction, below and above, for most rows that were held back. */
export interface Spread {
  /** Share of rows that lie between. */
  readonly coverage: number;
  readonly lower: number;
  readonly upper: number;
}

/** How a row becomes numbers, and numbers an answer; saved with the weights. */
export interface NumberPreprocessing extends Encoding {
  readonly recipe: 'tabular-regression';
  readonly target: string;
  readonly mean: number;
  readonly deviation: number;
  /** Not there when no rows could be held back to learn it from. */
  readonly spread?: Spread;
}

/** Learns scales and categories from training rows alone. */
export function learnNumberPreprocessing(train: NumberData): NumberPreprocessing {
  return {
    recipe: 'tabular-regression',
    target: train.target,
    columns: learnColumns(train),
    ...scaleOf(train.values),
  };
}

/** Mean and standard deviation; 1 in place of a deviation of 0. */
export function scaleOf(values: Float64Array): {
  readonly mean: number;
  readonly deviation: number;
} {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0);
  return { mean, deviation: Math.sqrt(variance) || 1 };
}

/** @throws Failure FILE_INVALID when the saved file is not one of this recipe */
export function parseNumberPreprocessing(value: unknown): NumberPreprocessing {
  const preprocessing = value as Partial<NumberPreprocessing> | null;
  const isValid =
    preprocessing?.recipe === 'tabular-regression' &&
    typeof preprocessing.target === 'string' &&
    Number.isFinite(preprocessing.mean) &&
    Number.isFinite(preprocessing.deviation) &&
    areEncodedColumns(preprocessing.columns) &&
    (preprocessing.spread === undefined || isSpread(preprocessing.spread));
  if (isValid) return preprocessing as NumberPreprocessing;
  throw new Failure(
    'FILE_INVALID',
    'artifact/preprocessing.json: expected the preprocessing of tabular-regression',
  );
}

function isSpread(value: unknown): boolean {
  const spread = value as Partial<Spread> | null;
  return [spread?.coverage, spread?.lower, spread?.upper].every(Number.isFinite);
}
