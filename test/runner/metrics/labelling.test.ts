import { describe, expect, it } from 'vitest';
import { findEntities, hasEntities } from '../../../runner/src/metrics/entities.ts';
import { measureLabelling } from '../../../runner/src/metrics/labelling.ts';

const sentence = (labels: number[], predicted: number[], unknown: number[] = []) => ({
  labels: Int32Array.from(labels),
  predicted: Int32Array.from(predicted),
  isUnknown: labels.map((_, index) => unknown.includes(index)),
});

describe('measuring labels', () => {
  it('counts tokens, sentences, classes and unknown words', () => {
    const result = measureLabelling(
      ['a', 'b', 'never'],
      [sentence([0, 0, 1], [0, 1, 1], [1, 2]), sentence([0], [0])],
    );
    expect(result.metrics).toEqual({
      accuracy: 0.75,
      macroF1: (0.8 + 2 / 3) / 2,
      sentenceAccuracy: 0.5,
      unknownAccuracy: 0.5,
    });
    expect(result.classification.confusionMatrix).toEqual([
      [2, 1, 0],
      [0, 1, 0],
      [0, 0, 0],
    ]);
    expect(result.details.perClass).toEqual([
      { name: 'a', count: 3, metrics: { precision: 1, recall: 2 / 3, f1: 0.8 } },
      { name: 'b', count: 1, metrics: { precision: 0.5, recall: 1, f1: 2 / 3 } },
      { name: 'never', count: 0, metrics: { precision: 0, recall: 0, f1: 0 } },
    ]);
  });

  it('gives intervals around each figure, the same each time', () => {
    const sentences = Array.from({ length: 60 }, (_, n) =>
      sentence([0, 1, 0], [0, n % 3 === 0 ? 0 : 1, 0], [1]),
    );
    const { metrics, intervals } = measureLabelling(['a', 'b'], sentences);
    expect(Object.keys(intervals)).toEqual(Object.keys(metrics));
    for (const [name, { lower, upper }] of Object.entries(intervals)) {
      expect(lower).toBeLessThan(metrics[name]!);
      expect(upper).toBeGreaterThan(metrics[name]!);
    }
    expect(measureLabelling(['a', 'b'], sentences).intervals).toEqual(intervals);
  });

  it('leaves out what cannot be measured: unknown words where there are none', () => {
    const { metrics } = measureLabelling(['a', 'b'], [sentence([0], [0])]);
    expect(metrics).not.toHaveProperty('unknownAccuracy');
    expect(metrics).not.toHaveProperty('spanF1');
  });

  it('measures spans whole', () => {
    const classes = ['B-PER', 'I-PER', 'O'];
    const { metrics } = measureLabelling(classes, [
      sentence([0, 1, 2, 0, 2], [0, 1, 2, 0, 1]),
      sentence([2, 0, 2], [2, 0, 2]),
    ]);
    expect(metrics['spanF1']).toBeCloseTo(2 / 3);
  });
});

describe('spans', () => {
  it.each([
    ['B-PER I-PER O B-LOC', '0 2 PER, 3 4 LOC'],
    ['I-PER I-PER I-LOC O', '0 2 PER, 2 3 LOC'],
    ['B-PER B-PER', '0 1 PER, 1 2 PER'],
    ['O S-ORG B-ORG E-ORG I-ORG', '1 2 ORG, 2 4 ORG, 4 5 ORG'],
    ['U-ORG I-ORG L-ORG O', '0 1 ORG, 1 3 ORG'],
    ['O O', ''],
  ])('of %j', (labels, spans) => {
    expect(findEntities(labels.split(' ')).join(', ')).toBe(spans);
  });

  it.each([
    [['O', 'B-PER', 'I-PER'], true],
    [['I-PER', 'O'], true],
    [['NOUN', 'VERB'], false],
    [['O', 'B-PER', 'NOUN'], false],
    [['O'], false],
  ])('are marked by %j: %s', (classes, isSo) => {
    expect(hasEntities(classes)).toBe(isSo);
  });
});
