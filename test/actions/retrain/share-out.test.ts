import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shareOut } from '../../../actions/retrain/src/share-out.ts';

it('gives every trial to one machine, and machines as much as each other', () => {
  const trials = fc.uniqueArray(fc.integer({ min: 1, max: 500 }), { maxLength: 64 });
  fc.assert(
    fc.property(trials, fc.integer({ min: 1, max: 8 }), (numbers, machines) => {
      const shares = shareOut(numbers, machines);
      const sizes = shares.map(({ length }) => length);
      expect(shares.flat().sort()).toEqual([...numbers].sort());
      expect(shares.length).toBe(Math.min(machines, numbers.length));
      expect(Math.max(0, ...sizes) - Math.min(...sizes, Math.max(0, ...sizes))).toBeLessThan(2);
    }),
  );
});

it('lets each machine begin with the earliest of its trials', () => {
  expect(shareOut([1, 2, 3, 4, 5], 2)).toEqual([
    [1, 3, 5],
    [2, 4],
  ]);
});
