import type {
  EvaluationDetails,
  ClassificationDetails,
  Intervals,
  Metrics,
} from '@orangery/schemas';
import { createRandom } from '../random.ts';
import { findEntities, hasEntities } from './entities.ts';
import { bootstrapInterval } from './interval.ts';

/** A sentence whose tokens were labelled. */
export interface LabelledTokens {
  /** Index of the true class of each token. */
  readonly labels: Int32Array;
  readonly predicted: Int32Array;
  /** Which tokens no training sentence had, one for each. */
  readonly isUnknown: readonly boolean[];
}

export interface LabellingResult {
  readonly metrics: Metrics;
  readonly intervals: Intervals;
  readonly classification: ClassificationDetails;
  readonly details: EvaluationDetails;
}

const bootstrapRounds = 500;

/**
 * Accuracy over tokens, macro-averaged F1, share of sentences without a mistake, accuracy on words
 * that training did not have, and where labels are spans (`B-PER`, `I-PER`, `O`) F1 over whole spans.
 * Intervals are by bootstrap over sentences, as tokens of one sentence go wrong together.
 */
export function measureLabelling(
  classes: readonly string[],
  sentences: readonly LabelledTokens[],
): LabellingResult {
  const figures = figuresFor(classes);
  const counted = sentences.map((sentence) => countSentence(classes, sentence));
  const random = createRandom(1);
  const metrics: Metrics = {};
  const intervals: Intervals = {};
  for (const [name, figure] of Object.entries(figures)) {
    const value = figure(counted);
    if (value === null) continue;
    metrics[name] = value;
    const drawn = (sample: readonly Counted[]): number => figure(sample) ?? value;
    intervals[name] = bootstrapInterval(counted, drawn, bootstrapRounds, random);
  }
  const confusionMatrix = Array.from({ length: classes.length }, () =>
    new Array<number>(classes.length).fill(0),
  );
  for (const { labels, predicted } of sentences) {
    for (const [token, label] of labels.entries()) confusionMatrix[label]![predicted[token]!]! += 1;
  }
  return {
    metrics,
    intervals,
    classification: { classes: [...classes], confusionMatrix, calibration: [] },
    details: { perClass: classes.map((name, index) => measureClass(name, index, confusionMatrix)) },
  };
}

interface Counted extends LabelledTokens {
  readonly right: number;
  readonly unknown: number;
  readonly unknownRight: number;
  /** Spans that are there, that were found, and that are both. */
  readonly spans: readonly [there: number, found: number, both: number];
}

type Figure = (sample: readonly Counted[]) => number | null;

function figuresFor(classes: readonly string[]): Readonly<Record<string, Figure>> {
  return {
    accuracy: (sample) =>
      share(
        sample,
        ({ right }) => right,
        ({ labels }) => labels.length,
      ) ?? 0,
    macroF1: (sample) => macroF1(sample, classes.length),
    sentenceAccuracy: (sample) =>
      share(
        sample,
        ({ right, labels }) => Number(right === labels.length),
        () => 1,
      ) ?? 0,
    unknownAccuracy: (sample) =>
      share(
        sample,
        ({ unknownRight }) => unknownRight,
        ({ unknown }) => unknown,
      ),
    ...(hasEntities(classes) ? { spanF1 } : {}),
  };
}

function countSentence(classes: readonly string[], sentence: LabelledTokens): Counted {
  const { labels, predicted, isUnknown } = sentence;
  let [right, unknown, unknownRight] = [0, 0, 0];
  for (const [token, label] of labels.entries()) {
    const isRight = predicted[token] === label;
    if (isRight) right += 1;
    if (isUnknown[token]) unknown += 1;
    if (isRight && isUnknown[token]) unknownRight += 1;
  }
  return { ...sentence, right, unknown, unknownRight, spans: countSpans(classes, sentence) };
}

function countSpans(
  classes: readonly string[],
  { labels, predicted }: LabelledTokens,
): Counted['spans'] {
  if (!hasEntities(classes)) return [0, 0, 0];
  const nameOf = (label: number): string => classes[label]!;
  const there = new Set(findEntities(Array.from(labels, nameOf)));
  const found = findEntities(Array.from(predicted, nameOf));
  return [there.size, found.length, found.filter((span) => there.has(span)).length];
}

function share(
  sample: readonly Counted[],
  part: (sentence: Counted) => number,
  whole: (sentence: Counted) => number,
): number | null {
  const all = sample.reduce((sum, sentence) => sum + whole(sentence), 0);
  return all === 0 ? null : sample.reduce((sum, sentence) => sum + part(sentence), 0) / all;
}

function spanF1(sample: readonly Counted[]): number | null {
  const sumOf = (index: 0 | 1 | 2): number =>
    sample.reduce((sum, { spans }) => sum + spans[index], 0);
  const all = sumOf(0) + sumOf(1);
  return all === 0 ? null : (2 * sumOf(2)) / all;
}

/** Mean F1 over the classes that occur or are predicted. */
function macroF1(sample: readonly Counted[], classes: number): number {
  const [right, occurring] = [new Float64Array(classes), new Float64Array(classes)];
  for (const { labels, predicted } of sample) {
    for (let token = 0; token < labels.length; token += 1) {
      occurring[labels[token]!]! += 1;
      occurring[predicted[token]!]! += 1;
      if (labels[token] === predicted[token]) right[labels[token]!]! += 1;
    }
  }
  let [sum, count] = [0, 0];
  for (const [index, occurs] of occurring.entries()) {
    if (occurs === 0) continue;
    sum += (2 * right[index]!) / occurs;
    count += 1;
  }
  return sum / Math.max(1, count);
}

function measureClass(
  name: string,
  index: number,
  matrix: readonly (readonly number[])[],
): NonNullable<EvaluationDetails['perClass']>[number] {
  const count = matrix[index]!.reduce((sum, value) => sum + value, 0);
  const found = matrix.reduce((sum, row) => sum + row[index]!, 0);
  const right = matrix[index]![index]!;
  const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  return {
    name,
    count,
    metrics: {
      precision: ratio(right, found),
      recall: ratio(right, count),
      f1: ratio(2 * right, found + count),
    },
  };
}
