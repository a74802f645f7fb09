import type { TrialCost } from '@orangery/schemas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateTraining } from '../../../../runner/src/training/check/estimate-training.ts';

interface TrueTrial {
  readonly secondsPerEpoch: number;
  readonly epochs: number;
}

const ofEpochs = 100;
const trueTrial = fc.record({
  secondsPerEpoch: fc.double({ min: 0.5, max: 2, noNaN: true }),
  epochs: fc.integer({ min: 60, max: ofEpochs }),
});
const trueTrials = fc.array(trueTrial, { minLength: 3, maxLength: 20 });
const hours = fc.double({ min: 0.01, max: 2, noNaN: true });

/** The first ones run to the end, the others looked at with an error of up to a twentieth. */
function costsOf(trials: readonly TrueTrial[], ended: number): TrialCost[] {
  return trials.map(({ secondsPerEpoch, epochs }, index) => ({
    number: index + 1,
    epochs: index < ended ? epochs : 0,
    ofEpochs,
    secondsPerEpoch: secondsPerEpoch * (index < ended ? 1 : 0.95 + (index % 3) * 0.05),
    setupSeconds: 0.5,
    hasEnded: index < ended,
  }));
}

function trueMinutes(trials: readonly TrueTrial[], limitSeconds: number): number {
  let used = 3;
  for (const { secondsPerEpoch, epochs } of trials) {
    used = Math.min(limitSeconds, used + 0.5 + secondsPerEpoch * epochs);
  }
  return (used + 1) / 60;
}

/** Relative error of the minutes. */
function errorOf(trials: readonly TrueTrial[], timeHours: number, ended: number): number {
  const costs = { beforeSeconds: 3, afterSeconds: 1, trials: costsOf(trials, ended) };
  const { minutes } = estimateTraining(costs, budgetOf(trials.length, timeHours), plain);
  const actual = trueMinutes(trials, timeHours * 3600 * 0.97);
  return Math.abs(minutes.expected - actual) / actual;
}

/** One full trial after the other. */
const plain = { width: 1, folds: 1, stopping: 'none', refit: false } as const;

function budgetOf(trials: number, timeHours: number) {
  return { MODEL_TRIAL_COUNT: trials, TIME_HOURS: timeHours, GPU_COUNT: 0 };
}

describe('estimateTraining', () => {
  // trials end after 60 to 100 passes, and a look errs by a twentieth
  it('errs by no more than trials differ from the ones that were run', () => {
    fc.assert(
      fc.property(trueTrials, hours, fc.integer({ min: 1, max: 3 }), (trials, timeHours, ended) => {
        expect(errorOf(trials, timeHours, ended)).toBeLessThan((100 * 1.05) / 60 - 1);
      }),
    );
  });

  it('comes within 15 % of most trainings of which every trial was looked at and one run', () => {
    const cases = fc.sample(fc.tuple(trueTrials, hours), { numRuns: 1000, seed: 7 });
    const errors = cases.map(([trials, timeHours]) => errorOf(trials, timeHours, 1));
    expect(errors.toSorted((a, b) => a - b)[500]).toBeLessThan(0.15);
  });

  it('gives what was measured when every trial was run to its end', () => {
    fc.assert(
      fc.property(trueTrials, (trials) => {
        const costs = { beforeSeconds: 3, afterSeconds: 1, trials: costsOf(trials, trials.length) };
        const { minutes, ...rest } = estimateTraining(costs, budgetOf(trials.length, 1000), plain);
        expect(minutes.expected).toBeCloseTo(trueMinutes(trials, Infinity), 6);
        expect(rest.trials.expected).toBe(trials.length);
        expect(rest.budgetReached).toBe('MODEL_TRIAL_COUNT');
      }),
    );
  });

  it('keeps its ranges in order and within the budget', () => {
    fc.assert(
      fc.property(trueTrials, fc.nat(20), fc.nat(20), hours, (trials, seen, ended, timeHours) => {
        const known = costsOf(trials, ended).slice(0, Math.max(1, seen));
        const costs = { beforeSeconds: 3, afterSeconds: 1, trials: known };
        const found = estimateTraining(costs, budgetOf(15, timeHours), plain);
        expect(found.minutes.lower).toBeLessThanOrEqual(found.minutes.expected);
        expect(found.minutes.upper).toBeGreaterThanOrEqual(found.minutes.expected);
        expect(found.minutes.upper * 60).toBeLessThanOrEqual(timeHours * 3600 * 0.97 + 2);
        expect(found.trials.lower).toBeLessThanOrEqual(found.trials.expected);
        expect(found.trials.upper).toBeGreaterThanOrEqual(found.trials.expected);
        expect(found.trials.upper).toBeLessThanOrEqual(15);
        expect(found.trialsInTime).toBeGreaterThanOrEqual(found.trials.expected);
      }),
    );
  });

  it('predicts no less for more time', () => {
    fc.assert(
      fc.property(trueTrials, hours, hours, (trials, one, other) => {
        const costs = { beforeSeconds: 3, afterSeconds: 1, trials: costsOf(trials, 1) };
        const [less, more] = [Math.min(one, other), Math.max(one, other)].map((timeHours) =>
          estimateTraining(costs, budgetOf(10, timeHours), plain),
        );
        expect(more!.minutes.expected).toBeGreaterThanOrEqual(less!.minutes.expected);
        expect(more!.trials.expected).toBeGreaterThanOrEqual(less!.trials.expected);
      }),
    );
  });

  it('says which limit ends the search, and what the time alone would hold', () => {
    const trials = costsOf([{ secondsPerEpoch: 1, epochs: 100 }], 1);
    const costs = { beforeSeconds: 0, afterSeconds: 0, trials };
    expect(estimateTraining(costs, budgetOf(2, 1), plain)).toMatchObject({
      budgetReached: 'MODEL_TRIAL_COUNT',
      trials: { expected: 2 },
      trialsInTime: 35,
    });
    expect(estimateTraining(costs, budgetOf(10, 0.1), plain)).toMatchObject({
      budgetReached: 'TIME_HOURS',
      trials: { expected: 4 },
      trialsInTime: 4,
    });
  });

  it.each([
    ['two at a time', { width: 2 }, 5.5],
    ['three folds', { folds: 3 }, 30],
    ['a last fit', { refit: true }, 11.25],
    ['halving', { stopping: 'halving' as const }, 2.44],
  ])('knows what %s cost', (_, change, minutes) => {
    const trials = costsOf([{ secondsPerEpoch: 1, epochs: 100 }], 1);
    const costs = { beforeSeconds: 0, afterSeconds: 0, trials };
    const ten = estimateTraining(costs, budgetOf(10, 100), { ...plain, ...change });
    const unit = estimateTraining(costs, budgetOf(10, 100), plain).minutes.expected / 10;
    expect(ten.minutes.expected / unit).toBeCloseTo(minutes, 0);
  });
});
