import { expect, it } from 'vitest';
import { createRandom } from '../../../../runner/src/random.ts';
import { solveRidge } from '../../../../runner/src/recipes/tabular/families/solve-ridge.ts';

const random = createRandom(1);
const rows = {
  count: 60,
  width: 3,
  values: Float32Array.from({ length: 180 }, () => random.normal()),
};
const values = Float32Array.from(
  { length: 60 },
  (_, row) => 2 * rows.values[3 * row]! - rows.values[3 * row + 2]! + 5,
);

it('finds a line again', () => {
  const { weights, intercept } = solveRidge(rows, values, 0);
  for (const [index, expected] of [2, 0, -1, 5].entries()) {
    expect([...weights, intercept][index]).toBeCloseTo(expected, 5);
  }
});

it('gives smaller weights under a greater penalty, and the mean under a huge one', () => {
  const { weights, intercept } = solveRidge(rows, values, 1e9);
  expect(Math.max(...weights.map(Math.abs))).toBeLessThan(1e-5);
  expect(intercept).toBeCloseTo(
    values.reduce((sum, value) => sum + value / 60, 0),
    4,
  );
});

it('divides the weight between two columns that are one', () => {
  const twins = {
    count: 60,
    width: 2,
    values: Float32Array.from({ length: 120 }, (_, place) => rows.values[3 * (place >> 1)]!),
  };
  const { weights } = solveRidge(twins, values, 1);
  expect(weights[0]).toBeCloseTo(weights[1]!, 6);
});

it('gives the constant where nothing varies', () => {
  const constant = { ...rows, values: new Float32Array(180).fill(4) };
  const { weights, intercept } = solveRidge(constant, new Float32Array(60).fill(7), 1);
  expect([...weights, intercept]).toEqual([0, 0, 0, 7]);
});
