import type { EvaluationDetails, Intervals, Metrics } from '@orangery/schemas';
import { createRandom } from '../random.ts';
import { bootstrapInterval } from './interval.ts';

/** Pixels with this class are not judged. */
export const ignoredClass = 255;

/** Classes of a picture's pixels: what is right, and what was said. */
export interface SegmentedPicture {
  readonly truth: Uint8Array;
  readonly found: Uint8Array;
}

export interface SegmentationResult {
  readonly metrics: Metrics;
  readonly intervals: Intervals;
  readonly details: EvaluationDetails;
}

/** Pixels by true class (row) and found class (column), `[classes, classes]`. */
export type PixelCounts = Float64Array;

const bootstrapRounds = 500;

/**
 * Mean intersection over union and mean F1 (Dice) over classes that occur or were found, and the
 * share of pixels that are right. Intervals are 95 %, by resampling pictures.
 */
export function measureSegmentation(
  classes: readonly string[],
  pictures: readonly SegmentedPicture[],
): SegmentationResult {
  const count = classes.length;
  const counts = pictures.map((picture) => countPixels(picture, count));
  const random = createRandom(1);
  const figure = (name: keyof Figures) => (sample: readonly PixelCounts[]) =>
    figuresOf(addCounts(sample, count), count)[name];
  const interval = (name: keyof Figures) =>
    bootstrapInterval(counts, figure(name), bootstrapRounds, random);
  const total = addCounts(counts, count);
  return {
    metrics: { ...figuresOf(total, count) },
    intervals: {
      meanIoU: interval('meanIoU'),
      meanF1: interval('meanF1'),
      pixelAccuracy: interval('pixelAccuracy'),
    },
    details: { perClass: classes.map((name, index) => describeClass(name, index, total, count)) },
  };
}

/** Mean intersection over union alone: quick enough for every epoch. */
export function meanOverlap(classes: number, pictures: readonly SegmentedPicture[]): number {
  const counts = pictures.map((picture) => countPixels(picture, classes));
  return figuresOf(addCounts(counts, classes), classes).meanIoU;
}

function countPixels({ truth, found }: SegmentedPicture, classes: number): PixelCounts {
  const counts = new Float64Array(classes * classes);
  for (const [pixel, label] of truth.entries()) {
    if (label !== ignoredClass) counts[label * classes + found[pixel]!]! += 1;
  }
  return counts;
}

function addCounts(sample: readonly PixelCounts[], classes: number): PixelCounts {
  const sum = new Float64Array(classes * classes);
  for (const counts of sample) {
    for (let index = 0; index < sum.length; index += 1) sum[index]! += counts[index]!;
  }
  return sum;
}

interface Figures {
  readonly meanIoU: number;
  readonly meanF1: number;
  readonly pixelAccuracy: number;
}

function figuresOf(counts: PixelCounts, classes: number): Figures {
  const [overlaps, scores]: [number[], number[]] = [[], []];
  let [right, all] = [0, 0];
  for (let label = 0; label < classes; label += 1) {
    const { shared, truth, found } = pixelsOf(label, counts, classes);
    right += shared;
    all += truth;
    if (truth + found === 0) continue;
    overlaps.push(shared / (truth + found - shared));
    scores.push((2 * shared) / (truth + found));
  }
  return {
    meanIoU: meanOf(overlaps),
    meanF1: meanOf(scores),
    pixelAccuracy: all === 0 ? 0 : right / all,
  };
}

/** Pixels that are a class, that were said to be, and both. */
function pixelsOf(
  label: number,
  counts: PixelCounts,
  classes: number,
): { readonly shared: number; readonly truth: number; readonly found: number } {
  let [truth, found] = [0, 0];
  for (let other = 0; other < classes; other += 1) {
    truth += counts[label * classes + other]!;
    found += counts[other * classes + label]!;
  }
  return { shared: counts[label * classes + label]!, truth, found };
}

function describeClass(
  name: string,
  label: number,
  counts: PixelCounts,
  classes: number,
): NonNullable<EvaluationDetails['perClass']>[number] {
  const { shared, truth, found } = pixelsOf(label, counts, classes);
  const share = (of: number): number => (of === 0 ? 0 : shared / of);
  return {
    name,
    count: truth,
    metrics: {
      iou: share(truth + found - shared),
      precision: share(found),
      recall: share(truth),
    },
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
