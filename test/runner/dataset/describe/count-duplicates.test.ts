import { describe, expect, it } from 'vitest';
import { countDuplicates } from '../../../../runner/src/dataset/describe/count-duplicates.ts';
import { countLeakage } from '../../../../runner/src/dataset/describe/count-leakage.ts';
import { measureBalance } from '../../../../runner/src/dataset/describe/measure-balance.ts';

describe('countDuplicates', () => {
  it.each([
    ['', '', { groups: 0, copies: 0, conflicting: 0 }],
    ['abc', 'xyz', { groups: 0, copies: 0, conflicting: 0 }],
    ['aab', 'xxy', { groups: 1, copies: 1, conflicting: 0 }],
    ['aaab', 'xxyy', { groups: 1, copies: 2, conflicting: 2 }],
    ['aabb', 'xyzz', { groups: 2, copies: 2, conflicting: 1 }],
    ['aab', '', { groups: 1, copies: 1, conflicting: 0 }],
  ])('of contents %j under classes %j counts %j', (contents, labels, expected) => {
    expect(countDuplicates(contents, [...labels])).toEqual(expected);
  });
});

describe('countLeakage', () => {
  it.each([
    ['abcd', 'xyz', { count: 0, share: 0 }],
    ['abcd', 'axa', { count: 1, share: 0.25 }],
    ['aab', 'a', { count: 2, share: 0.6667 }],
    ['', 'a', { count: 0, share: 0 }],
  ])('of validation %j held out from %j counts %j', (validation, training, expected) => {
    expect(countLeakage(validation, training)).toEqual(expected);
  });
});

describe('measureBalance', () => {
  it('compares the largest with the smallest class', () => {
    const classes = [
      { name: 'a', count: 90 },
      { name: 'b', count: 7 },
      { name: 'c', count: 3 },
    ];
    expect(measureBalance(classes)).toEqual({ largest: 0.9, smallest: 0.03, ratio: 30 });
  });

  it('says nothing of data without classes', () => {
    expect(measureBalance([])).toBeUndefined();
  });
});
