import { expect, it } from 'vitest';
import {
  searchSeconds,
  type SearchShape,
  type TrialLengths,
} from '../../../../runner/src/training/check/search-seconds.ts';

const nine = { ended: 9, whole: 9 };
const alike: TrialLengths = { of: () => nine, typical: nine, best: nine };
const alone: SearchShape = { width: 1, folds: 1, stopping: 'none', refit: false };

function secondsOf(count: number, lengths: TrialLengths, shape: Partial<SearchShape> = {}): number {
  const found = searchSeconds(lengths, { ...alone, ...shape });
  return Array.from({ length: count }, () => found.next().value as number).at(-1)!;
}

it.each<[string, number, Partial<SearchShape>, number]>([
  ['one after the other', 4, {}, 36],
  ['in folds', 4, { folds: 3 }, 108],
  // 9 × 1/9, then 3 × 2/9, then 1 × 2/3 of nine seconds
  ['halved', 9, { stopping: 'halving' }, 9 + 6 + 6],
  ['halved, of which one is left', 1, { stopping: 'halving' }, 9],
  ['under the median rule', 10, { stopping: 'median' }, 10 + 12 + 24],
])('tells how long trials take %s', (_, count, shape, seconds) => {
  expect(secondsOf(count, alike, shape)).toBeCloseTo(seconds, 9);
});

it('leaves places empty where few go on', () => {
  const [narrow, wide] = [2, 100].map((width) =>
    secondsOf(9, alike, { stopping: 'halving', width }),
  );
  // nine, then three, then one at a time, with what a stage waits for its slowest
  expect(narrow).toBeCloseTo((9 / 2) * 1.075 + (6 / 2) * 1.075 + 6, 9);
  expect(wide).toBeGreaterThan(6);
});

it('lets the best go on, however long it is', () => {
  const best = { ended: 90, whole: 90 };
  const lengths = { ...alike, of: (number: number) => (number === 2 ? best : nine), best };
  expect(secondsOf(9, lengths, { stopping: 'halving' })).toBeCloseTo(8 + 90 + 2 * 2, 9);
});

it('gives rungs their share of all passes, also of one that would end before', () => {
  const early = { ended: 3, whole: 9 };
  const lengths = { of: () => early, typical: early, best: early };
  expect(secondsOf(9, lengths, { stopping: 'halving' })).toBeCloseTo(9 + 3 * 2, 9);
});
