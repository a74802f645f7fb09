import type { Belief } from './gaussian-process/fit-processes.ts';

/**
 * Logarithm of the expected improvement over `best`, exact where the improvement itself would round
 * to nothing (Ament et al. 2023).
 */
export function logExpectedImprovement({ mean, deviation }: Belief, best: number): number {
  return Math.log(deviation) + logScaled((mean - best) / deviation);
}

/** ln(φ(z) + z Φ(z)) */
function logScaled(z: number): number {
  const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  if (z > -5) return Math.log(density + z * normalShare(z));
  // the asymptotic series: φ(z) / z² (1 − 3 / z² + 15 / z⁴)
  const square = z * z;
  const series = 1 - 3 / square + 15 / (square * square);
  return -0.5 * square - 0.5 * Math.log(2 * Math.PI) - Math.log(square) + Math.log(series);
}

/** Share of the standard normal below z, to about ten digits (Marsaglia 2004). */
function normalShare(z: number): number {
  if (z > 8) return 1;
  let [sum, term] = [z, z];
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (z * z) / odd;
    sum += term;
    if (odd > 301) break;
  }
  return 0.5 + (sum * Math.exp(-0.5 * z * z)) / Math.sqrt(2 * Math.PI);
}
