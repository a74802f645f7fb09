import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestResult } from '../../../../runner/src/training/search/best-result.ts';
import { describeTrials } from '../../../../runner/src/training/search/describe-trials.ts';
import { chooseWidth } from '../../../../runner/src/training/choose-width.ts';
import { memoryStore } from '../../../../runner/src/training/store/memory-store.ts';
import type { Study } from '../../../../runner/src/tuning/study.ts';
import { simulate, type Simulated, type Workload } from './simulation.ts';

const space = {
  rate: { type: 'float', min: 0.001, max: 1, scale: 'log' },
  layers: { type: 'integer', min: 1, max: 8 },
} as const;
const defaults = { rate: 0.1, layers: 2 };
const plainStudy: Study = {
  ...{ space, defaults, seed: 1, trials: 9, width: 2 },
  ...{ advisor: 'random', stopping: 'halving', warmStart: false, refit: true },
};
const plain: Workload = {
  ...{ study: plainStudy, isAsynchronous: false, hours: 1000, folds: 1 },
  ...{ secondsPerEpoch: 1, failsEvery: 0, gpus: 0 },
};

const workloads: fc.Arbitrary<Workload> = fc
  .record({
    study: fc.record({
      space: fc.constant(space),
      defaults: fc.constant(defaults),
      seed: fc.nat(),
      trials: fc.integer({ min: 1, max: 12 }),
      width: fc.integer({ min: 1, max: 5 }),
      advisor: fc.constantFrom('random', 'grid'),
      stopping: fc.constantFrom('none', 'halving', 'median'),
      warmStart: fc.boolean(),
      refit: fc.boolean(),
    }),
    isAsynchronous: fc.boolean(),
    hours: fc.double({ min: 0.01, max: 0.3, noNaN: true }),
    folds: fc.integer({ min: 1, max: 3 }),
    // a step is a small part of any budget
    secondsPerEpoch: fc.double({ min: 0.01, max: 1, noNaN: true }),
    failsEvery: fc.constantFrom(0, 1, 2, 3),
    gpus: fc.integer({ min: 0, max: 4 }),
  })
  .map((workload) => (workload.gpus === 0 ? workload : onGpus(workload)));

/** As many trials at a time as a training chooses when nobody says. */
function onGpus(workload: Workload): Workload {
  const { study, hours, gpus } = workload;
  const budget = { MODEL_TRIAL_COUNT: study.trials, TIME_HOURS: hours, GPU_COUNT: gpus };
  return {
    ...workload,
    study: { ...study, width: chooseWidth(budget, { cores: 64, freeBytes: 1e12 }, 0) },
  };
}

function told({ journal }: Simulated, { study }: Workload) {
  return describeTrials(study, journal);
}

describe('a search', () => {
  it('keeps to clock, count, GPUs and width, and always has a best unless all failed', async () => {
    await fc.assert(
      fc.asyncProperty(workloads, async (workload) => {
        const found = await simulate(workload);
        const trials = told(found, workload);
        const { study, hours, folds, secondsPerEpoch, failsEvery, gpus } = workload;
        // a moment in milliseconds since 1970 is exact to a fraction of one
        const step = secondsPerEpoch * Math.max(1, folds) + 0.001;
        expect(found.clock.secondsUsed()).toBeLessThanOrEqual(hours * 3600 * 0.97 + step);
        expect(trials.length).toBeLessThanOrEqual(study.trials);
        expect(trials.map(({ number }) => number)).toEqual(trials.map((_, index) => index + 1));
        expect(found.mostAtATime).toBeLessThanOrEqual(study.width);
        if (gpus > 0) expect(found.mostAtATime).toBeLessThanOrEqual(gpus);
        const isLost = ({ status }: (typeof trials)[number]): boolean => status === 'diverged';
        expect(bestResult(found.journal.trials) === undefined).toBe(trials.every(isLost));
        if (failsEvery === 1) expect(trials.every(isLost)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('ends as it would have when it is killed after any result and gone on with', async () => {
    const whole = await simulate(plain);
    expect(whole.runs).toBeGreaterThan(10);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 6 }),
        async (kills) => {
          const store = memoryStore();
          for (const results of kills) await simulate(plain, store, results);
          const resumed = await simulate(plain, store);
          expect(told(resumed, plain)).toEqual(told(whole, plain));
          expect(resumed.journal.rounds).toBe(whole.journal.rounds);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('runs nothing again whose result is there', async () => {
    const store = memoryStore();
    const first = await simulate(plain, store);
    const again = await simulate(plain, store);
    expect(again.runs).toBe(0);
    expect(told(again, plain)).toEqual(told(first, plain));
  });

  it('takes most trials no further than their first rung, and the best to its end', async () => {
    const trials = told(await simulate(plain), plain);
    expect(trials.filter(({ epochs }) => epochs === 3).length).toBeGreaterThanOrEqual(5);
    expect(trials.filter(({ status }) => status === 'pruned')).toHaveLength(8);
    expect(trials.filter(({ status }) => status === 'done').map(({ epochs }) => epochs)).toEqual([
      27,
    ]);
  });

  it('keeps weights that another trial started from, and loads again when it goes on', async () => {
    const store = memoryStore();
    const forgotten = new Set<string>();
    const asked: string[] = [];
    const study: Study = { ...plainStudy, trials: 30, width: 4, seed: 2, warmStart: true };
    const { journal } = await simulate(
      { ...plain, study },
      {
        ...store,
        forget: async (trial, segment) => void forgotten.add(`${trial}/${segment}`),
        writeRound: async (round) => {
          const starts = round.segments.flatMap(({ start }) => start ?? []);
          const names = starts.map(({ trial, segment }) => `${trial}/${segment}`);
          asked.push(...names.map((name) => (forgotten.has(name) ? `${name}, forgotten` : name)));
          await store.writeRound(round);
        },
      },
    );
    expect(journal.trials).toHaveLength(30);
    expect([asked.length, forgotten.size]).not.toContain(0);
    expect(asked.filter((name) => name.endsWith('forgotten'))).toEqual([]);
  });

  it('begins nothing new when the best only just gets to its end', async () => {
    const pressed = { ...plain, hours: 60 / 3600, study: { ...plainStudy, trials: 100, width: 1 } };
    const trials = told(await simulate(pressed), pressed);
    expect(trials.length).toBeLessThan(30);
    const best = trials.reduce((a, b) => ((b.score ?? 0) > (a.score ?? 0) ? b : a));
    expect(best).toMatchObject({ status: 'done', epochs: 27 });
  });
});
