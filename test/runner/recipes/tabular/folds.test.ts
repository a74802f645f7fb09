import { expect, it } from 'vitest';
import { foldsOf } from '../../../../runner/src/recipes/tabular/folds.ts';

it.each([
  [6, 1],
  [35, 3],
  [50, 5],
  [499, 5],
  [500, 3],
  [1999, 3],
  [2000, 1],
])('of %d rows %d parts choose in turn', (count, expected) => {
  expect(foldsOf({ rows: Array.from({ length: count }, () => []) })).toBe(expected);
});
