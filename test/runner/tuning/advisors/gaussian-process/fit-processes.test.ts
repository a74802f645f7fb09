import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitProcesses } from '../../../../../runner/src/tuning/advisors/gaussian-process/fit-processes.ts';
import {
  climbPosterior,
  posteriorOf,
} from '../../../../../runner/src/tuning/advisors/gaussian-process/posterior.ts';
import { distancesBetween } from '../../../../../runner/src/tuning/advisors/gaussian-process/kernel.ts';
import { describeSpace } from '../../../../../runner/src/tuning/space/dimension.ts';
import { createRandom, deriveSeed } from '../../../../../runner/src/random.ts';

const space = describeSpace({
  a: { type: 'float', min: 0, max: 1 },
  b: { type: 'float', min: 0, max: 1 },
  c: { type: 'categorical', values: ['x', 'y'] },
});
const random = createRandom(deriveSeed(1, 'test', 1));
const points = Array.from({ length: 12 }, (_, index) => [
  random.uniform(),
  random.uniform(),
  index % 2,
]);
const scores = points.map(([a, b, c]) => Math.sin(5 * a!) + 0.3 * b! - 0.5 * c!);

describe('fitProcesses', () => {
  it('expects near known places what was found there, and is unsure far away', () => {
    for (const process of fitProcesses(
      { space, points, scores },
      [],
      createRandom(deriveSeed(1, 'test', 2)),
    )) {
      const here = process.predict(points[0]!);
      expect(Math.abs(here.mean - scores[0]!)).toBeLessThan(0.4);
      expect(process.predict([3, -2, 1]).deviation).toBeGreaterThan(here.deviation);
    }
  });

  it('is surer beside a pending place, and expects there what it did before', () => {
    const pending = [0.05, 0.95, 0];
    const [alone] = fitProcesses(
      { space, points, scores },
      [],
      createRandom(deriveSeed(1, 'test', 2)),
    );
    const [beside] = fitProcesses(
      { space, points, scores },
      [pending],
      createRandom(deriveSeed(1, 'test', 2)),
    );
    const [before, after] = [alone!.predict(pending), beside!.predict(pending)];
    expect(after.deviation).toBeLessThan(before.deviation);
    expect(after.mean).toBeCloseTo(before.mean, 1);
  });

  it('survives places that are all the same', () => {
    const same = { space, points: [points[0]!, points[0]!, points[0]!], scores: [1, -1, 0] };
    const [process] = fitProcesses(same, [], createRandom(deriveSeed(1, 'test', 2)));
    expect(Number.isFinite(process!.predict(points[1]!).mean)).toBe(true);
  });
});

it('the slopes of the posterior are those of its values', () => {
  const evidence = {
    distances: distancesBetween(space, points),
    scores: Float64Array.from(scores),
  };
  const near = fc.double({ min: -4, max: 2, noNaN: true });
  fc.assert(
    fc.property(fc.array(near, { minLength: 4, maxLength: 4 }), (drawn) => {
      const at = Float64Array.from(drawn);
      const { gradient, value } = climbPosterior(evidence, at);
      expect(value).toBeCloseTo(posteriorOf(evidence, at), 9);
      for (const [index, slope] of gradient.entries()) {
        const moved = (by: number): number =>
          posteriorOf(
            evidence,
            at.map((parameter, place) => parameter + (place === index ? by : 0)),
          );
        const measured = (moved(1e-5) - moved(-1e-5)) / 2e-5;
        expect(Math.abs(slope - measured)).toBeLessThan(1e-3 * Math.max(1, Math.abs(measured)));
      }
    }),
    { numRuns: 30 },
  );
});
