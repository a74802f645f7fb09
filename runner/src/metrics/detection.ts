import type { EvaluationDetails, Intervals, Metrics } from '@orangery/schemas';
import { createRandom } from '../random.ts';
import { averagePrecision } from './average-precision.ts';
import { bootstrapInterval } from './interval.ts';
import { matchBoxes, overlapThresholds, type Match } from './match-boxes.ts';

/** A box of any picture, in any unit that both sides of a comparison share. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface LabelledBox extends Box {
  /** Index of its class. */
  readonly label: number;
}

export interface ScoredBox extends LabelledBox {
  /** 0…1. */
  readonly score: number;
}

/** What was to be found in a picture, and what was. */
export interface DetectedPicture {
  readonly truth: readonly LabelledBox[];
  readonly found: readonly ScoredBox[];
}

export interface DetectionResult {
  readonly metrics: Metrics;
  readonly intervals: Intervals;
  readonly details: EvaluationDetails;
  /** Score from which on boxes give the best F1. */
  readonly bestThreshold: number;
}

const bootstrapRounds = 500;

/**
 * Mean average precision over classes that occur, at an overlap of 0.5 and over 0.5, 0.55 … 0.95
 * (COCO), and precision, recall and F1 at an overlap of 0.5 and the score that gives the best F1 on
 * these pictures. Intervals are 95 %, by resampling pictures.
 */
export function measureDetection(
  classes: readonly string[],
  pictures: readonly DetectedPicture[],
): DetectionResult {
  const byClass = classes.map((_, label) => matchClass(label, pictures));
  const everything = Array.from(pictures.keys());
  const random = createRandom(1);
  const best = bestF1(byClass, pictures.length);
  const at = (thresholds: readonly number[]) => (sample: readonly number[]) =>
    meanPrecision(byClass, countsOf(sample, pictures.length), thresholds);
  const [half, all] = [at([0]), at([...overlapThresholds.keys()])];
  return {
    metrics: {
      map50: half(everything),
      map: all(everything),
      precision: best.precision,
      recall: best.recall,
      f1: best.f1,
    },
    intervals: {
      map50: bootstrapInterval(everything, half, bootstrapRounds, random),
      map: bootstrapInterval(everything, all, bootstrapRounds, random),
    },
    details: { perClass: describeClasses(classes, byClass, pictures.length) },
    bestThreshold: best.threshold,
  };
}

/** Mean average precision at an overlap of 0.5 alone: quick enough for every epoch. */
export function quickScore(classes: number, pictures: readonly DetectedPicture[]): number {
  const byClass = Array.from({ length: classes }, (_, label) => matchClass(label, pictures));
  return meanPrecision(byClass, new Float64Array(pictures.length).fill(1), [0]);
}

/** The boxes of one class. */
interface ClassMatches {
  /** Boxes to be found in each picture. */
  readonly truths: readonly number[];
  /** Of all pictures, by falling score. */
  readonly matches: readonly Match[];
}

function matchClass(label: number, pictures: readonly DetectedPicture[]): ClassMatches {
  const of = <Value extends LabelledBox>(boxes: readonly Value[]): Value[] =>
    boxes.filter((box) => box.label === label);
  const matches = pictures.flatMap(({ truth, found }, picture) =>
    matchBoxes(of(truth), of(found), picture),
  );
  return {
    truths: pictures.map(({ truth }) => of(truth).length),
    matches: matches.sort((a, b) => b.score - a.score),
  };
}

/** How often each picture is in a sample. */
function countsOf(sample: readonly number[], pictures: number): Float64Array {
  const counts = new Float64Array(pictures);
  for (const index of sample) counts[index]! += 1;
  return counts;
}

/** Over thresholds and the classes that occur in the sample. */
function meanPrecision(
  byClass: readonly ClassMatches[],
  counts: Float64Array,
  thresholds: readonly number[],
): number {
  let sum = 0;
  let measured = 0;
  for (const { truths, matches } of byClass) {
    const total = truths.reduce((count, boxes, picture) => count + boxes * counts[picture]!, 0);
    if (total === 0) continue;
    for (const threshold of thresholds) {
      sum += averagePrecision(matches, counts, total, threshold);
      measured += 1;
    }
  }
  return measured === 0 ? 0 : sum / measured;
}

interface BestF1 {
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** Over the boxes of all classes together. */
function bestF1(byClass: readonly ClassMatches[], pictures: number): BestF1 {
  const matches = byClass.flatMap((one) => one.matches).sort((a, b) => b.score - a.score);
  const total = byClass.reduce((sum, { truths }) => sum + sumOf(truths.slice(0, pictures)), 0);
  let best: BestF1 = { threshold: 0.5, precision: 0, recall: 0, f1: 0 };
  let right = 0;
  for (const [index, match] of matches.entries()) {
    if (match.isRight[0]) right += 1;
    const f1 = (2 * right) / (index + 1 + total);
    if (f1 > best.f1) {
      const precision = right / (index + 1);
      best = { threshold: match.score, precision, recall: right / total, f1 };
    }
  }
  return best;
}

function describeClasses(
  classes: readonly string[],
  byClass: readonly ClassMatches[],
  pictures: number,
): NonNullable<EvaluationDetails['perClass']> {
  const counts = new Float64Array(pictures).fill(1);
  return classes.map((name, label) => {
    const one = byClass[label]!;
    return {
      name,
      count: sumOf(one.truths),
      metrics: {
        ap50: meanPrecision([one], counts, [0]),
        ap: meanPrecision([one], counts, [...overlapThresholds.keys()]),
      },
    };
  });
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
