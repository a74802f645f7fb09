import { describe, expect, it } from 'vitest';
import {
  groupSteps,
  readBoxes,
  readMask,
  readShares,
} from '../../../../../runner/src/serving/page/browser/read-answer.ts';

describe('readShares', () => {
  it('sorts them, the largest first', () => {
    const sorted = [
      ['b', 0.7],
      ['a', 0.3],
    ];
    expect(readShares({ a: 0.3, b: 0.7 })).toEqual(sorted);
  });

  it.each([[null], [[0.3]], [{ a: 'x' }]])('takes %j for something else', (value) => {
    expect(readShares(value)).toBeUndefined();
  });
});

describe('readMask', () => {
  it('fills pixels from run lengths', () => {
    expect([...readMask([0, 3, 2, 1], 2, 2)!]).toEqual([0, 0, 0, 2]);
  });

  it.each([
    [[0, 3], 2, 2],
    [[0, 5], 2, 2],
    ['mask', 2, 2],
    [[0, 4], '2', 2],
    [[0, 4], 1e9, 1e9],
  ])('takes %j of %j × %j for none', (runs, width, height) => {
    expect(readMask(runs, width, height)).toBeUndefined();
  });
});

describe('readBoxes', () => {
  const box = { label: 'plum', score: 0.8, x: 1, y: 2, width: 3, height: 4 };

  it('reads boxes, and an empty list', () => {
    expect(readBoxes([box])).toEqual([box]);
    expect(readBoxes([])).toEqual([]);
  });

  it.each([[undefined], [[{ ...box, x: '1' }]], [[1]]])('takes %j for something else', (value) => {
    expect(readBoxes(value)).toBeUndefined();
  });
});

describe('groupSteps', () => {
  it('groups outputs of a pipeline by step', () => {
    expect(groupSteps({ 'find.boxes': [], 'mark.mask': [1], 'mark.width': 2 })).toEqual({
      find: { boxes: [] },
      mark: { mask: [1], width: 2 },
    });
  });

  it('leaves other answers alone', () => {
    expect(groupSteps({ label: 'a', 'b.c': 1 })).toBeUndefined();
  });
});
