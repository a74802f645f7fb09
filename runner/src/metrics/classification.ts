import type { ClassificationDetails, Intervals, Metrics } from '@orangery/schemas';
import { createRandom } from '../random.ts';
import { bootstrapInterval, wilsonInterval } from './interval.ts';

/** Class probabilities of examples, and what was right. */
export interface ClassifiedExamples {
  readonly classes: readonly string[];
  /** Row by row, `[examples, classes]`. */
  readonly probabilities: Float32Array;
  /** Index of the true class of each example. */
  readonly labels: Int32Array;
}

export interface ClassificationResult {
  readonly metrics: Metrics;
  readonly intervals: Intervals;
  readonly classification: ClassificationDetails;
}

const bootstrapRounds = 500;
const calibrationBins = 10;
/** Probabilities below count as this, so that one wrong certainty is not infinite. */
const smallestProbability = 1e-7;

/**
 * Accuracy, macro-averaged F1, log-loss (nats) and expected calibration error (Guo et al. 2017, ten
 * bins), with 95 % intervals: Wilson for accuracy, bootstrap percentile for the others.
 */
export function measureClassification(examples: ClassifiedExamples): ClassificationResult {
  const { classes, labels } = examples;
  const predicted = argMaxRows(examples.probabilities, classes.length);
  const everything = Array.from(labels.keys());
  const losses = everything.map((index) => logLossOf(examples, index));
  const right = everything.filter((index) => predicted[index] === labels[index]).length;
  const calibration = calibrate(examples, predicted);
  const macroF1 = (indices: readonly number[]): number =>
    macroF1Of(confusion(predicted, labels, classes.length, indices));
  const logLoss = (indices: readonly number[]): number =>
    indices.reduce((sum, index) => sum + losses[index]!, 0) / Math.max(1, indices.length);
  const random = createRandom(1);
  return {
    metrics: {
      accuracy: right / Math.max(1, labels.length),
      macroF1: macroF1(everything),
      logLoss: logLoss(everything),
      calibrationError: calibration.reduce(
        (sum, bin) => sum + (bin.count / labels.length) * Math.abs(bin.confidence - bin.accuracy),
        0,
      ),
    },
    intervals: {
      accuracy: wilsonInterval(right, labels.length),
      macroF1: bootstrapInterval(everything, macroF1, bootstrapRounds, random),
      logLoss: bootstrapInterval(everything, logLoss, bootstrapRounds, random),
    },
    classification: {
      classes: [...classes],
      confusionMatrix: confusion(predicted, labels, classes.length, everything),
      calibration,
    },
  };
}

/** Index of the largest value of each row of `[rows, columns]`. */
export function argMaxRows(values: Float32Array, columns: number): Int32Array {
  const result = new Int32Array(values.length / columns);
  for (let row = 0; row < result.length; row += 1) {
    for (let column = 1; column < columns; column += 1) {
      const best = values[row * columns + result[row]!]!;
      if (values[row * columns + column]! > best) result[row] = column;
    }
  }
  return result;
}

function logLossOf({ classes, probabilities, labels }: ClassifiedExamples, index: number): number {
  const probability = probabilities[index * classes.length + labels[index]!]!;
  return -Math.log(Math.max(smallestProbability, probability));
}

/** Rows: true class; columns: predicted class. */
function confusion(
  predicted: Int32Array,
  labels: Int32Array,
  classes: number,
  indices: readonly number[],
): number[][] {
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const index of indices) matrix[labels[index]!]![predicted[index]!]! += 1;
  return matrix;
}

/** Mean F1 over the classes that occur or are predicted. */
function macroF1Of(matrix: readonly (readonly number[])[]): number {
  const scores = matrix.flatMap((row, index) => {
    const truly = row.reduce((sum, count) => sum + count, 0);
    const predicted = matrix.reduce((sum, other) => sum + other[index]!, 0);
    if (truly + predicted === 0) return [];
    return [(2 * row[index]!) / (truly + predicted)];
  });
  return scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length);
}

function calibrate(
  { classes, probabilities, labels }: ClassifiedExamples,
  predicted: Int32Array,
): ClassificationDetails['calibration'] {
  const bins = Array.from({ length: calibrationBins }, () => ({ sum: 0, right: 0, count: 0 }));
  for (const [index, label] of labels.entries()) {
    const confidence = probabilities[index * classes.length + predicted[index]!]!;
    const bin = bins[Math.min(calibrationBins - 1, Math.floor(confidence * calibrationBins))]!;
    bin.sum += confidence;
    bin.count += 1;
    if (predicted[index] === label) bin.right += 1;
  }
  return bins
    .filter(({ count }) => count > 0)
    .map(({ sum, right, count }) => ({
      confidence: Math.min(1, sum / count),
      accuracy: right / count,
      count,
    }));
}
