import { describe, expect, it } from 'vitest';
import {
  formatDifference,
  formatMetric,
  headlineMetric,
  listMetrics,
} from '../../../marketplace/src/catalogue/metric.ts';

describe('formatMetric', () => {
  it.each([
    [0.934, 'share', '93.4 %'],
    [1, 'share', '100.0 %'],
    [0.13812, 'number', '0.138'],
    [-0.2, 'number', '-0.200'],
    [12345.6, 'number', '12,346'],
  ] as const)('%s as %s is %s', (value, unit, text) => {
    expect(formatMetric(value, { unit })).toBe(text);
  });
});

describe('formatDifference', () => {
  it('gives shares in points', () => {
    expect(formatDifference(0.765, { unit: 'share' })).toBe('76.5 points');
    expect(formatDifference(1.9, { unit: 'number' })).toBe('1.900');
  });
});

describe('headlineMetric', () => {
  it.each([
    [{ logLoss: 0.2, macroF1: 0.9, accuracy: 0.8 }, 'accuracy'],
    [{ logLoss: 0.2, macroF1: 0.9 }, 'macroF1'],
    [{ rmse: 3, r2: 0.7 }, 'r2'],
    [{ rmse: 3, r2: 0.7, skill: 0.2 }, 'skill'],
    [{ meanOverlap: 0.4 }, 'meanOverlap'],
  ])('of %o is %s', (metrics, name) => {
    expect(headlineMetric(metrics)?.name).toBe(name);
  });

  it('is nothing where nothing was measured', () => {
    expect(headlineMetric({})).toBeUndefined();
  });
});

it('gives an unknown figure a readable title, after the known ones', () => {
  const listed = listMetrics({ meanOverlap: 0.4, accuracy: 0.9 });
  expect(listed.map(({ facts }) => facts.title)).toEqual(['Accuracy', 'Mean overlap']);
});

it('knows that less error some steps ahead is better', () => {
  const [step] = listMetrics({ rmseStep7: 2.5 });
  expect(step?.facts).toMatchObject({ title: 'RMSE, 7 ahead', better: 'lower' });
});
