import { expect, it } from 'vitest';
import { meanCurve } from '../../../../runner/src/training/search/mean-curve.ts';

const point = (epoch: number, score: number) => ({ epoch, loss: 1 - score, score });

it('is the mean over the folds, one that ended counting as it ended', () => {
  const segments = [
    [{ curve: [point(1, 0.2), point(2, 0.4)] }, { curve: [point(1, 0.4), point(2, 0.6)] }],
    [{ curve: [point(3, 1)] }, { curve: [] }],
  ];
  expect(meanCurve(segments)).toEqual([
    { epoch: 1, loss: expect.closeTo(0.7, 9), score: expect.closeTo(0.3, 9) },
    { epoch: 2, loss: expect.closeTo(0.5, 9), score: expect.closeTo(0.5, 9) },
    { epoch: 3, loss: expect.closeTo(0.2, 9), score: expect.closeTo(0.8, 9) },
  ]);
});

it('is nothing where nothing was passed', () => {
  expect(meanCurve([[], [{}]])).toEqual([]);
});
