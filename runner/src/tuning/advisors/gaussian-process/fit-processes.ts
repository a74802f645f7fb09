import type { Random } from '../../../random.ts';
import type { SearchSpace } from '../../space/dimension.ts';
import type { Point } from '../../space/point.ts';
import { cholesky, dot, solveLower, solveUpper } from '../../../linear-algebra/cholesky.ts';
import { covariancesWith, distancesBetween, kernelOf, type Parameters } from './kernel.ts';
import { likelyParameters } from './likely-parameters.ts';

/** What is believed of the score at a place. */
export interface Belief {
  readonly mean: number;
  readonly deviation: number;
}

export interface GaussianProcess {
  predict(point: Point): Belief;
}

export interface Known {
  readonly space: SearchSpace;
  readonly points: readonly Point[];
  /** Mean about 0, deviation about 1. */
  readonly scores: readonly number[];
}

/**
 * Gaussian processes whose lengths and noise are the most probable ones, and others drawn from their
 * posterior, as few results leave it open which are right (Snoek, Larochelle and Adams 2012). Places
 * in `pending` have no score yet and count as if they came out as expected.
 */
export function fitProcesses(
  known: Known,
  pending: readonly Point[],
  random: Random,
): GaussianProcess[] {
  const evidence = {
    distances: distancesBetween(known.space, known.points),
    scores: Float64Array.from(known.scores),
  };
  return likelyParameters(evidence, random).map((at) => {
    const process = processOf(known, at);
    if (pending.length === 0) return process;
    const points = [...known.points, ...pending];
    const expected = pending.map((point) => process.predict(point).mean);
    return processOf({ ...known, points, scores: [...known.scores, ...expected] }, at);
  });
}

function processOf({ space, points, scores }: Known, at: Parameters): GaussianProcess {
  const lower = cholesky(kernelOf(distancesBetween(space, points), at, points.length).matrix);
  // many equal places and hardly any noise: nothing is known then
  if (lower === undefined) return { predict: () => ({ mean: 0, deviation: 1 }) };
  const weights = solveUpper(lower, solveLower(lower, Float64Array.from(scores)));
  const sharedWith = covariancesWith(space, at, points);
  return {
    predict: (point) => {
      const shared = sharedWith(point);
      const explained = solveLower(lower, shared);
      const variance = Math.max(1e-12, 1 - dot(explained, explained));
      return { mean: dot(shared, weights), deviation: Math.sqrt(variance) };
    },
  };
}
