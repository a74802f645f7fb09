import type { Random } from '../../../random.ts';
import type { Parameters } from './kernel.ts';
import { climbPosterior, posteriorOf, type Evidence } from './posterior.ts';

const climbSteps = 40;
/** Inverse squared lengths to climb from: long lengths and short ones. */
const starts = [0.5, 4];
/** Beside the most probable parameters; fewer where each costs more. */
const mostSamples = 8;
const walkSteps = 12;

interface Found {
  readonly value: number;
  readonly at: Parameters;
}

/** The most probable parameters, then some drawn from the posterior. */
export function likelyParameters(evidence: Evidence, random: Random): Parameters[] {
  const best = starts
    .map((start) => climb(evidence, start))
    .reduce((a, b) => (b.value > a.value ? b : a));
  return [best.at, ...sample(evidence, best, random)];
}

/** Climbs the posterior by Rprop (Riedmiller and Braun 1993). */
function climb(evidence: Evidence, start: number): Found {
  const at = new Float64Array(evidence.distances.length + 1).fill(Math.log(start));
  at[evidence.distances.length] = Math.log(0.01);
  const strides = new Float64Array(at.length).fill(0.3);
  let before: Float64Array = new Float64Array(at.length);
  let best: Found = { value: -Infinity, at: at.slice() };
  for (let step = 0; step < climbSteps; step += 1) {
    const { value, gradient } = climbPosterior(evidence, at);
    if (value > best.value) best = { value, at: at.slice() };
    for (const [index, slope] of gradient.entries()) {
      const turned = slope * before[index]!;
      const factor = turned === 0 ? 1 : turned > 0 ? 1.3 : 0.5;
      strides[index] = Math.min(1, Math.max(0.001, strides[index]! * factor));
      at[index] = limit(at[index]! + Math.sign(slope) * strides[index]!);
    }
    before = gradient;
  }
  return best;
}

/** Draws by a random walk (Metropolis et al. 1953). */
function sample(evidence: Evidence, start: Found, random: Random): Parameters[] {
  const count = Math.max(2, Math.min(mostSamples, Math.round(400 / evidence.scores.length)));
  const share = Math.max(0.3, 2 / start.at.length);
  let { at, value } = start;
  return Array.from({ length: count }, () => {
    for (let step = 0; step < walkSteps; step += 1) {
      const next = at.map((parameter) =>
        limit(parameter + (random.uniform() < share ? 1.2 * random.normal() : 0)),
      );
      const reached = posteriorOf(evidence, next);
      if (Math.log(random.uniform()) < reached - value) [at, value] = [next, reached];
    }
    return at;
  });
}

/** Beyond, a length is as good as endless, or as none. */
function limit(parameter: number): number {
  return Math.min(7, Math.max(-9, parameter));
}
