import { describe, expect, it } from 'vitest';
import { answeredLabels } from '../../../runner/src/benchmark/answered-labels.ts';
import { measureClassification } from '../../../runner/src/metrics/classification.ts';
import type { Prediction } from '../../../runner/src/recipes/recipe.ts';

const classes = ['oak', 'willow'];
const accuracyOf = (prediction: Prediction): number =>
  measureClassification(answeredLabels({ classes, names: ['willow'], predictions: [prediction] }))
    .metrics['accuracy']!;

describe('answeredLabels', () => {
  it.each<[string, Prediction]>([
    ['probabilities by class', { label: 'x', probabilities: { oak: 0.2, willow: 0.8 } }],
    ['lists side by side', { labels: ['willow', 'oak'], probabilities: [0.9, 0.1] }],
    ['a list of the best alone', { labels: ['willow'] }],
    ['a label', { label: 'willow' }],
    ['a class', { class: 'willow' }],
    ['a word', { predictions: 'willow' }],
    ['a list of answers', { predictions: [{ label: 'willow' }] }],
  ])('reads %s', (_, prediction) => {
    expect(accuracyOf(prediction)).toBe(1);
  });

  it.each<[string, Prediction]>([
    ['another class of the data', { label: 'oak' }],
    ['a class that the data does not have', { label: 'birch' }],
    ['nothing', {}],
    ['something else', { boxes: [[1, 2, 3, 4]] }],
    ['lists that are empty', { labels: [], probabilities: [] }],
  ])('counts %s as wrong', (_, prediction) => {
    expect(accuracyOf(prediction)).toBe(0);
  });

  it('has a class for what names none', () => {
    const found = answeredLabels({ classes, names: ['oak'], predictions: [{}] });
    expect(found.classes).toEqual(['oak', 'willow', '(no class)']);
  });
});
