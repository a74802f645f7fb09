import { describe, expect, it } from 'vitest';
import { measureClassification } from '../../../runner/src/metrics/classification.ts';
import { wilsonInterval } from '../../../runner/src/metrics/interval.ts';

describe('measureClassification', () => {
  it('gives the figures that are known for a small example', () => {
    const { metrics, classification } = measureClassification({
      classes: ['a', 'b'],
      probabilities: Float32Array.from([0.85, 0.15, 0.65, 0.35, 0.25, 0.75, 0.95, 0.05]),
      labels: Int32Array.from([0, 0, 1, 1]),
    });
    expect(metrics.accuracy).toBe(0.75);
    // F1 of a: 2·2/(2+3) = 0.8, of b: 2·1/(2+1) = 2/3
    expect(metrics.macroF1).toBeCloseTo((0.8 + 2 / 3) / 2, 6);
    const losses = [0.85, 0.65, 0.75, 0.05].map((probability) => -Math.log(probability));
    expect(metrics.logLoss).toBeCloseTo(losses.reduce((a, b) => a + b) / 4, 5);
    expect(classification.confusionMatrix).toEqual([
      [2, 0],
      [1, 1],
    ]);
    // one in each bin: 0.65, 0.75 and 0.85 right, 0.95 wrong
    expect(metrics.calibrationError).toBeCloseTo((0.35 + 0.25 + 0.15 + 0.95) / 4, 5);
  });

  it('survives a certainty that is wrong', () => {
    const { metrics } = measureClassification({
      classes: ['a', 'b'],
      probabilities: Float32Array.from([1, 0]),
      labels: Int32Array.from([1]),
    });
    expect(metrics.logLoss).toBeCloseTo(-Math.log(1e-7), 3);
  });
});

describe('wilsonInterval', () => {
  it('agrees with published values', () => {
    // Newcombe 1998, table I: 81 of 263 and 0 of 20
    expect(wilsonInterval(81, 263).lower).toBeCloseTo(0.2553, 4);
    expect(wilsonInterval(81, 263).upper).toBeCloseTo(0.3662, 4);
    expect(wilsonInterval(0, 20).lower).toBeCloseTo(0, 10);
    expect(wilsonInterval(0, 20).upper).toBeCloseTo(0.1611, 4);
  });
});
