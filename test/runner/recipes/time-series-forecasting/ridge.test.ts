import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../runner/src/random.ts';
import {
  applyMap,
  fitRidge,
  standardizeRow,
} from '../../../../runner/src/recipes/time-series-forecasting/ridge.ts';

const random = createRandom(2);
const rows = 4000;
const features = Float64Array.from(
  { length: rows * 2 },
  (_, at) => random.normal() * (at % 2 === 0 ? 1 : 50) + 3,
);
const targets = Float64Array.from({ length: rows * 2 }, (_, at) => {
  const row = Math.floor(at / 2);
  const [a, b] = [features[2 * row]!, features[2 * row + 1]!];
  return at % 2 === 0 ? 7 + 2 * a - 0.1 * b : b;
});
const regression = { rows, features, width: 2, targets, outputs: 2 };

function at(decay: number, row: readonly number[]): number[] {
  const map = fitRidge(regression, decay);
  const scaled = Float64Array.from(row);
  standardizeRow(map, scaled);
  return [...applyMap(map, scaled)];
}

describe('ridge regression', () => {
  it('finds a linear law whatever the features’ scales', () => {
    const [one, other] = at(0, [1, 10]);
    expect(one).toBeCloseTo(8, 1);
    expect(other).toBeCloseTo(10, 1);
  });

  it('is drawn to the mean by its penalty', () => {
    const mean = targets
      .filter((_, place) => place % 2 === 1)
      .reduce((sum, value) => sum + value / rows, 0);
    expect(at(1e6, [1, 200])[1]).toBeCloseTo(mean, 1);
    expect(at(1, [1, 200])[1]).toBeCloseTo(mean + (200 - mean) / 2, 0);
  });

  it('copes with a feature that never changes', () => {
    const flat = {
      ...regression,
      features: features.map((value, place) => (place % 2 === 0 ? 4 : value)),
    };
    expect([...fitRidge(flat, 0.01).weights].every(Number.isFinite)).toBe(true);
  });
});
