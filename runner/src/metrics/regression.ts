import type { EvaluationDetails, Intervals, Metrics } from '@orangery/schemas';
import { createRandom } from '../random.ts';
import { bootstrapInterval } from './interval.ts';

/** Predicted numbers, and what was right. */
export interface PredictedNumbers {
  readonly truths: ArrayLike<number>;
  readonly predictions: ArrayLike<number>;
}

export interface RegressionResult {
  readonly metrics: Metrics;
  readonly intervals: Intervals;
  readonly details: EvaluationDetails;
}

const bootstrapRounds = 500;
const quantiles = 20;

/**
 * Coefficient of determination, root mean squared error and mean absolute error, with 95 % bootstrap
 * percentile intervals, and the residuals' quantiles in steps of 5 %.
 */
export function measureRegression({ truths, predictions }: PredictedNumbers): RegressionResult {
  const everything = Array.from({ length: truths.length }, (_, index) => index);
  const residuals = everything.map((index) => truths[index]! - predictions[index]!);
  const figures: Readonly<Record<string, (indices: readonly number[]) => number>> = {
    r2: (indices) =>
      1 -
      shareUnexplained(
        indices,
        (index) => truths[index]!,
        (index) => residuals[index]!,
      ),
    rmse: (indices) => Math.sqrt(meanOf(indices, (index) => residuals[index]! ** 2)),
    mae: (indices) => meanOf(indices, (index) => Math.abs(residuals[index]!)),
  };
  const random = createRandom(1);
  const of = <Result>(figure: (measure: (indices: readonly number[]) => number) => Result) =>
    Object.fromEntries(Object.entries(figures).map(([name, own]) => [name, figure(own)]));
  return {
    metrics: of((measure) => measure(everything)),
    intervals: of((measure) => bootstrapInterval(everything, measure, bootstrapRounds, random)),
    details: { residuals: quantilesOf(residuals, quantiles) },
  };
}

/** Share of the variance that predictions explain: 1 is perfect, 0 is as good as the mean. */
export function rSquared(truths: ArrayLike<number>, predictions: ArrayLike<number>): number {
  const everything = Array.from({ length: truths.length }, (_, index) => index);
  return (
    1 -
    shareUnexplained(
      everything,
      (index) => truths[index]!,
      (index) => truths[index]! - predictions[index]!,
    )
  );
}

/** Values at evenly spread places of a sorted sample, from the least to the greatest. */
export function quantilesOf(sample: readonly number[], steps: number): number[] {
  const sorted = sample.toSorted((a, b) => a - b);
  if (sorted.length === 0) return [];
  return Array.from({ length: steps + 1 }, (_, step) => {
    const place = (step / steps) * (sorted.length - 1);
    const below = sorted[Math.floor(place)]!;
    return below + (place - Math.floor(place)) * (sorted[Math.ceil(place)]! - below);
  });
}

/** 1 where the truth does not vary and is missed; 0 where it is met. */
function shareUnexplained(
  indices: readonly number[],
  truthOf: (index: number) => number,
  residualOf: (index: number) => number,
): number {
  const mean = meanOf(indices, truthOf);
  const variance = meanOf(indices, (index) => (truthOf(index) - mean) ** 2);
  const error = meanOf(indices, (index) => residualOf(index) ** 2);
  if (variance > 0) return error / variance;
  return error > 0 ? 1 : 0;
}

function meanOf(indices: readonly number[], valueOf: (index: number) => number): number {
  let sum = 0;
  for (const index of indices) sum += valueOf(index);
  return sum / Math.max(1, indices.length);
}
