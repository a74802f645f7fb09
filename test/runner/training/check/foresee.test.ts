import { describe, expect, it } from 'vitest';
import type { TrainingCheck, TrialCost } from '@orangery/schemas';
import { startClock } from '../../../../runner/src/training/budget.ts';
import { foresee } from '../../../../runner/src/training/check/foresee.ts';
import { testWorld } from '../../../helpers/test-world.ts';
import { fakeClock } from './fake-recipe.ts';

const trial: TrialCost = {
  number: 1,
  epochs: 10,
  ofEpochs: 10,
  secondsPerEpoch: 2,
  setupSeconds: 0,
  hasEnded: true,
};
const check: TrainingCheck = {
  schema: 'training-check/1',
  module: { id: 'generic', version: '1.0.0' },
  budget: { MODEL_TRIAL_COUNT: 99 },
  visibility: 'private',
  checkedAt: '2026-11-21T08:00:00.000Z',
  format: { canTrain: true, recipes: [] },
  costs: { beforeSeconds: 10, afterSeconds: 10, probeSeconds: 20, trials: [trial] },
};

const shape = { width: 1, folds: 1, stopping: 'none', refit: false } as const;

function watched(budget: { trials: number; hours?: number }, made: TrainingCheck | null = null) {
  const clock = fakeClock();
  const world = testWorld({ now: clock.now });
  const limits = { MODEL_TRIAL_COUNT: budget.trials, TIME_HOURS: budget.hours ?? 1, GPU_COUNT: 0 };
  const watch = startClock(limits, clock.now);
  const { world: outer, predicted } = foresee({
    ...{ world, shape, clock: watch, check: made },
    budget: limits,
  });
  const runTrial = (number: number, seconds: number): void => {
    outer.report({ type: 'trial-started', trial: number, segment: 1, knobs: {} });
    clock.advance(seconds);
    const point = { epoch: 5, epochs: 10, loss: 1, score: 0.8, secondsLeft: 1 };
    outer.report({ type: 'epoch', trial: number, ...point });
    outer.report({
      type: 'trial-ended',
      trial: number,
      status: 'done',
      epochs: 5,
      bestTrial: 1,
      bestScore: 0.8,
    });
  };
  const start = (): void => {
    clock.advance(20);
    outer.report({ type: 'run-started', run: 'run', budget: limits, backend: 'wasm' });
  };
  const told = () => world.events.filter(({ type }) => type === 'predicted');
  return { world, start, runTrial, predicted, told };
}

describe('what a training foretells', () => {
  it('follows from its first trial when nothing was checked', () => {
    const { start, runTrial, predicted, told } = watched({ trials: 4 });
    start();
    expect(told()).toEqual([]);
    runTrial(1, 100);
    runTrial(2, 500);
    expect(predicted()).toEqual({ source: 'first trial', minutes: 7, trials: 4, score: 0.8 });
    expect(told()).toEqual([
      { type: 'predicted', source: 'first trial', minutesLeft: 5, trialsLeft: 3 },
    ]);
  });

  it('follows from the check at the start, for the budget that is given now', () => {
    const { start, runTrial, predicted, told } = watched({ trials: 2 }, check);
    start();
    runTrial(1, 100);
    expect(predicted()).toEqual({ source: 'check', minutes: 1, trials: 2 });
    expect(told()).toHaveLength(1);
  });

  it('is nothing when the first trial is the last', () => {
    const { start, runTrial, predicted } = watched({ trials: 1 });
    start();
    runTrial(1, 100);
    expect(predicted()).toBeUndefined();
  });

  it('is nothing when the time is up after the first trial', () => {
    const { start, runTrial, predicted } = watched({ trials: 4, hours: 0.02 });
    start();
    runTrial(1, 100);
    expect(predicted()).toBeUndefined();
  });

  it('passes every event on', () => {
    const { world, start, runTrial } = watched({ trials: 2 });
    start();
    runTrial(1, 1);
    expect(world.events.map(({ type }) => type)).toEqual([
      'run-started',
      'trial-started',
      'epoch',
      'trial-ended',
      'predicted',
    ]);
  });
});
