import { expect, it } from 'vitest';
import type { ProgressEvent } from '@orangery/runner/browser';
import { follow, noProgress } from '../../../marketplace/src/retrain/training-progress.ts';

const epoch = (trial: number, number: number, score: number): ProgressEvent => ({
  ...{ type: 'epoch', trial, epoch: number, epochs: 9, loss: 1 / number, score, secondsLeft: 5 },
});

function after(...events: readonly ProgressEvent[]) {
  return events.reduce(follow, noProgress);
}

it('keeps trials in order with their curves and the best', () => {
  const progress = after(
    { type: 'trial-started', trial: 2, segment: 1, knobs: {} },
    epoch(2, 1, 0.4),
    epoch(2, 2, 0.6),
    { type: 'trial-started', trial: 1, segment: 1, knobs: {} },
    { type: 'trial-ended', trial: 2, status: 'done', epochs: 2, score: 0.6, bestTrial: 2 },
  );
  expect(progress).toMatchObject({ phase: 'searching', best: 2, current: 2 });
  expect(progress.trials.map(({ number, status, score }) => [number, status, score])).toEqual([
    [1, 'runs', undefined],
    [2, 'done', 0.6],
  ]);
  expect(progress.trials[1]!.curve.map((point) => point.score)).toEqual([0.4, 0.6]);
});

it('begins a curve anew with the last fit', () => {
  const progress = after(epoch(1, 1, 0.4), epoch(1, 2, 0.6), epoch(1, 1, 0));
  expect(progress.trials[0]!.curve).toEqual([{ epoch: 1, loss: 1, score: 0 }]);
});

it('tells the phases after the search', () => {
  const refit = { type: 'refit-started', trial: 1, examples: 9, seconds: 1 } as const;
  const baseline = { name: 'majority class', metrics: {} };
  expect(after(refit).phase).toBe('fitting once more');
  expect(after(refit, { type: 'evaluated', metrics: {}, baseline }).phase).toBe('measuring');
});
