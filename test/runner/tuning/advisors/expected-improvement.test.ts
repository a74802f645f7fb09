import { expect, it } from 'vitest';
import { logExpectedImprovement } from '../../../../runner/src/tuning/advisors/expected-improvement.ts';

/** By summing what there is to win over the belief's density. */
function summed(mean: number, deviation: number, best: number): number {
  const step = 1e-4;
  let sum = 0;
  for (let z = -12; z < 12; z += step) {
    const gain = Math.max(0, mean + deviation * z - best);
    sum += (gain * Math.exp(-0.5 * z * z) * step) / Math.sqrt(2 * Math.PI);
  }
  return Math.log(sum);
}

it.each([
  [0, 1, 0],
  [1, 0.5, 0],
  [-2, 0.5, 0],
  [-4, 1, 0.5],
  [-6, 1, 0.5],
  [3, 0.2, 0],
])('of %f ± %f over %f is what summing gives', (mean, deviation, best) => {
  const found = logExpectedImprovement({ mean, deviation }, best);
  const wanted = summed(mean, deviation, best);
  expect(Math.abs(found - wanted)).toBeLessThan(0.02);
});

it('still tells places apart where nothing is to be hoped for', () => {
  const [far, farther] = [-50, -60].map((mean) =>
    logExpectedImprovement({ mean, deviation: 1 }, 0),
  );
  expect(far).toBeGreaterThan(farther!);
  expect(Number.isFinite(farther)).toBe(true);
});
