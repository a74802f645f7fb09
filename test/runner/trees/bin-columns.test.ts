import fc from 'fast-check';
import { expect, it } from 'vitest';
import { binColumns, findCuts } from '../../../runner/src/trees/bin-columns.ts';

const column = (values: readonly number[]) => ({
  count: values.length,
  width: 1,
  values: Float32Array.from(values),
});

it('puts a cut between any two different values of few', () => {
  const table = column([3, 1, 2, 2]);
  const cuts = findCuts(table);
  expect([...cuts[0]!]).toEqual([1.5, 2.5]);
  expect([...binColumns(table, cuts).codes]).toEqual([2, 0, 1, 1]);
});

it('gives a column without variation one code', () => {
  expect(findCuts(column([4, 4, 4]))[0]).toHaveLength(0);
});

it('keeps the order of values, and codes where value and cut agree', () => {
  fc.assert(
    fc.property(fc.array(fc.float({ noNaN: true }), { minLength: 2, maxLength: 900 }), (values) => {
      const table = column(values);
      const cuts = findCuts(table);
      const { codes } = binColumns(table, cuts);
      expect(cuts[0]!.length).toBeLessThanOrEqual(255);
      for (const [row, value] of table.values.entries()) {
        const below = cuts[0]!.filter((cut) => cut < value).length;
        expect(codes[row]).toBe(below);
      }
    }),
    { numRuns: 50 },
  );
});

it('cuts many values into bins of about as many rows', () => {
  const table = column(Array.from({ length: 5000 }, (_, index) => index ** 2));
  const { codes } = binColumns(table, findCuts(table));
  const counts = new Array<number>(256).fill(0);
  for (const code of codes) counts[code]! += 1;
  expect(Math.max(...counts)).toBeLessThan(30);
});
