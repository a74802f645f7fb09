import type { Baseline, Comparison } from '@orangery/schemas';
import { measureLabelling } from '../../metrics/labelling.ts';
import type { SequenceData } from './read-corpus.ts';

/** Gives each word its commonest label in training, and a word it does not know the commonest of all. */
export function wordBaseline(train: SequenceData, test: SequenceData): Baseline {
  const labels = commonestLabels(train);
  return { name: 'commonest label of each word', metrics: measureBy(test, labels).metrics };
}

/** Gives every word the commonest label. */
export function majorityComparison(train: SequenceData, test: SequenceData): Comparison {
  const { words, all } = commonestLabels(train);
  const known = { words: new Map([...words.keys()].map((word) => [word, all])), all };
  return { name: 'commonest label', metrics: measureBy(test, known).metrics };
}

interface Commonest {
  readonly words: ReadonlyMap<string, number>;
  readonly all: number;
}

function commonestLabels({ sentences, labels, classes }: SequenceData): Commonest {
  const everywhere = new Array<number>(classes.length).fill(0);
  const byWord = new Map<string, number[]>();
  for (const [index, { tokens }] of sentences.entries()) {
    for (const [place, token] of tokens.entries()) {
      const label = labels[index]![place]!;
      everywhere[label]! += 1;
      const known = byWord.get(token) ?? new Array<number>(classes.length).fill(0);
      known[label]! += 1;
      byWord.set(token, known);
    }
  }
  const words = new Map([...byWord].map(([word, counts]) => [word, greatest(counts)]));
  return { words, all: greatest(everywhere) };
}

function greatest(counts: readonly number[]): number {
  return counts.indexOf(Math.max(...counts));
}

function measureBy({ sentences, labels, classes }: SequenceData, { words, all }: Commonest) {
  return measureLabelling(
    classes,
    sentences.map(({ tokens }, index) => ({
      labels: labels[index]!,
      predicted: Int32Array.from(tokens, (token) => words.get(token) ?? all),
      isUnknown: tokens.map((token) => !words.has(token)),
    })),
  );
}
