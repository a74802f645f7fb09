import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toFailure } from '@orangery/schemas';
import { probeTrials } from '../../../../runner/src/training/check/probe-trials.ts';
import type { Proposal } from '../../../../runner/src/training/check/proposals.ts';
import type { KnobValues } from '../../../../runner/src/recipes/recipe.ts';
import { testWorld } from '../../../helpers/test-world.ts';
import { fakeClock, fakeRecipe, type FakeTrial } from './fake-recipe.ts';

const labels = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `class ${index % 2}`);

function proposalsOf(count: number): Proposal[] {
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    knobs: { trial: index + 1 },
    seed: index,
  }));
}

interface Case {
  readonly trialOf: (knobs: KnobValues) => FakeTrial;
  readonly trials: number;
  readonly examples?: number;
  readonly seconds?: number;
  readonly signal?: AbortSignal;
}

function setUp({ trialOf, trials, examples = 1000, seconds = 60, signal }: Case) {
  const clock = fakeClock();
  const { recipe, liveModels } = fakeRecipe(clock, trialOf);
  const world = testWorld({ now: clock.now, ...(signal === undefined ? {} : { signal }) });
  const startedAt = clock.now();
  const probe = probeTrials({
    recipe,
    train: labels(examples),
    selection: labels(examples / 4),
    proposals: proposalsOf(trials),
    seconds,
    world,
  });
  return { probe, world, liveModels, used: () => (clock.now() - startedAt) / 1000 };
}

/** Seconds to measure a model on a part of the data. */
const measuring = 0.1;
const slow: FakeTrial = { secondsPerExample: 0.002, ofEpochs: 50, epochs: 50 };

describe('probeTrials', () => {
  it('keeps its time to a step, however slow the trials are', async () => {
    const secondsPerExample = fc.double({ min: 0.00001, max: 0.05, noNaN: true });
    const budget = fc.integer({ min: 5, max: 60 });
    await fc.assert(
      fc.asyncProperty(
        secondsPerExample,
        budget,
        fc.integer({ min: 1, max: 30 }),
        async (pace, seconds, trials) => {
          const trialOf = (): FakeTrial => ({ ...slow, secondsPerExample: pace });
          const { probe, used } = setUp({ trialOf, trials, seconds });
          await probe;
          expect(used()).toBeLessThanOrEqual(seconds + 10 * pace + measuring);
        },
      ),
    );
  });

  it('tells the true cost of a trial that fits, and of others by a look', async () => {
    const trialOf = ({ trial }: KnobValues): FakeTrial => ({
      secondsPerExample: 0.0005 * Number(trial),
      ofEpochs: 50,
      epochs: 40,
    });
    const { probe } = setUp({ trialOf, trials: 4 });
    const { costs } = await probe;
    expect(costs[0]).toMatchObject({ number: 1, epochs: 40, ofEpochs: 50, hasEnded: true });
    for (const { number, secondsPerEpoch, ofEpochs } of costs) {
      expect(secondsPerEpoch).toBeCloseTo(0.5 * number, 1);
      expect(ofEpochs).toBe(50);
    }
    expect(costs).toHaveLength(4);
  });

  it('knows that another kind of model takes other passes, whatever a part of the data says', async () => {
    const trialOf = ({ trial }: KnobValues): FakeTrial => {
      const ofEpochs = Number(trial) === 1 ? 50 : 200;
      return { secondsPerExample: 0.0005, ofEpochs, epochs: 40, fewerOfMore: Number(trial) > 1 };
    };
    const { costs } = await setUp({ trialOf, trials: 3 }).probe;
    // an eighth of those over the 128 examples that are looked at
    expect(costs.map(({ ofEpochs }) => ofEpochs)).toEqual([50, 26, 26]);
  });

  it('asks nothing of all the data that its time has no room for', async () => {
    const asked: number[] = [];
    const trialOf = ({ trial }: KnobValues): FakeTrial => {
      asked.push(Number(trial));
      return { ...slow, ofEpochs: 50 * Number(trial), secondsPerExample: 0.004 };
    };
    const { probe, used } = setUp({ trialOf, trials: 3, examples: 10_000 });
    await probe;
    // a look, and what its time holds of the fit; no step besides, which could take the 40 s of a pass
    expect(asked.filter((trial) => trial === 2)).toHaveLength(2);
    expect(used()).toBeLessThan(61);
  });

  it('guesses a pass that is longer than its time from a part of the data', async () => {
    const trialOf = (): FakeTrial => ({ ...slow, secondsPerExample: 0.01 });
    const { probe } = setUp({ trialOf, trials: 2, examples: 20_000 });
    const { costs } = await probe;
    expect(costs[0]).toMatchObject({ epochs: 0, ofEpochs: 50, hasEnded: false });
    expect(costs[0]!.secondsPerEpoch).toBeCloseTo(200, 0);
  });

  it('tells what the first use of the backend takes besides', async () => {
    let fits = 0;
    const trialOf = (): FakeTrial => {
      fits += 1;
      return { ...slow, secondsPerExample: fits === 1 ? 0.01 : 0.001 };
    };
    const { probe } = setUp({ trialOf, trials: 2 });
    const { warmUpSeconds, costs } = await probe;
    expect(warmUpSeconds).toBeCloseTo(2 * 128 * 0.009, 1);
    expect(costs[0]!.secondsPerEpoch).toBeCloseTo(1, 1);
  });

  it('takes less than half of the time of a training that is short itself', async () => {
    const trialOf = (): FakeTrial => ({ ...slow, secondsPerExample: 0.00001 });
    const { probe, used } = setUp({ trialOf, trials: 10 });
    await probe;
    expect(used()).toBeLessThan(0.5 * 10 * 50 * 0.01);
  });

  it('gives the best model, and has disposed of all others', async () => {
    const trialOf = ({ trial }: KnobValues): FakeTrial => ({
      ...slow,
      secondsPerExample: 0.0002,
      score: trial === 2 ? 0.9 : 0.6,
    });
    const { probe, liveModels } = setUp({ trialOf, trials: 5 });
    const { best } = await probe;
    expect(best).toEqual({ number: 2, model: { score: 0.9 } });
    expect(liveModels()).toBe(1);
  });

  it('goes on after a trial that diverges, and warns of it', async () => {
    const trialOf = ({ trial }: KnobValues): FakeTrial => ({
      ...slow,
      diverges: trial === 1,
      secondsPerExample: 0.0002,
    });
    const { probe, world } = setUp({ trialOf, trials: 3 });
    const { best } = await probe;
    expect(best.number).toBe(2);
    expect(world.log.join()).toContain('warn: Trial 1 diverged (trial=1)');
  });

  it('fails when no trial gives weights, as the training would', async () => {
    const { probe } = setUp({ trialOf: () => ({ ...slow, diverges: true }), trials: 2 });
    const failure = await probe.catch(toFailure);
    expect(failure).toMatchObject({ code: 'TRAINING_FAILED' });
  });

  it('is stopped by its signal and leaves no model', async () => {
    const stop = new AbortController();
    const trialOf = ({ trial }: KnobValues): FakeTrial => {
      if (trial === 3) stop.abort(new Error('stopped'));
      return slow;
    };
    const { probe, liveModels } = setUp({ trialOf, trials: 5, signal: stop.signal });
    await expect(probe).rejects.toThrow('stopped');
    expect(liveModels()).toBe(0);
  });
});
