import type { KnobValue } from '@orangery/schemas';
import { createRandom, deriveSeed, type Random } from '../random.ts';
import type { KnobValues } from '../recipes/recipe.ts';
import { adviseBayesian } from './advisors/bayesian.ts';
import { adviseGrid } from './advisors/grid.ts';
import { adviseRandom } from './advisors/random.ts';
import type { Advise, Observation, Search } from './advisors/search.ts';
import { bestTrial } from './best-trial.ts';
import { policyValue } from './policies.ts';
import { describeSpace, type SearchSpace } from './space/dimension.ts';
import { drawPoint, encode, settle, toKnobs, toPoint, type Point } from './space/point.ts';
import { hasFailed, hasReached, rungsOf, scoreAt } from './stopping/rungs.ts';
import type { Advisor, Study, TrialState } from './study.ts';

export interface Proposal {
  readonly knobs: KnobValues;
  readonly startFrom?: number;
}

const advisors: Readonly<Record<Advisor, Advise>> = {
  random: adviseRandom,
  grid: adviseGrid,
  bayesian: adviseBayesian,
};

/**
 * The knobs of the next trial: the defaults first, then what the advisor says. A function of the
 * study and the trials before; `undefined` when every place of a finite space was tried.
 */
export function propose(study: Study, trials: readonly TrialState[]): Proposal | undefined {
  const number = trials.length + 1;
  const space = describeSpace(study.space);
  const random = createRandom(deriveSeed(study.seed, 'proposal', number));
  const search: Search = {
    ...resultsOf(study, space, trials),
    space,
    trials: study.trials,
    random,
  };
  const point =
    number === 1 ? defaultPoint(space, study.defaults, random) : advisors[study.advisor](search);
  if (point === undefined) return undefined;
  const startFrom = chooseStart(study, trials);
  const knobs: Record<string, KnobValue> = { ...toKnobs(space, point) };
  for (const [name, knob] of Object.entries(study.space)) {
    if (knob.type === 'policy') knobs[name] = policyValue(knob.policy, study, startFrom);
  }
  return startFrom === undefined ? { knobs } : { knobs, startFrom };
}

/** Results at a rung that are enough to learn from, whatever the dimensions. */
const mostNeeded = 6;

/** What the recipe knows to work, moved into a narrowed space; drawn where it says nothing. */
function defaultPoint(space: SearchSpace, defaults: KnobValues, random: Random): Point {
  const drawn = drawPoint(space, random);
  return settle(
    space,
    space.dimensions.map((dimension, index) => {
      const value = defaults[dimension.name];
      return value === undefined ? drawn[index]! : encode(dimension, value);
    }),
  );
}

/**
 * Scores at the highest rung that enough trials reached (as in BOHB: Falkner, Klein and Hutter
 * 2018), where those that failed count as the worst. Those of a first rung are not learnt from: a
 * model of them seeks what learns fast, not what ends well.
 */
function resultsOf(
  study: Study,
  space: SearchSpace,
  trials: readonly TrialState[],
): Pick<Search, 'observations' | 'pending' | 'tried'> {
  const telling = study.stopping === 'none' ? [1] : rungsOf(study.stopping).slice(1);
  const enough = Math.min(mostNeeded, space.dimensions.length + 2);
  const share =
    telling.findLast((rung) => trials.filter((it) => hasReached(it, rung)).length >= enough) ??
    telling[0]!;
  const pointOf = ({ knobs }: TrialState): Point => toPoint(space, knobs);
  const measured = trials.filter((trial) => hasFailed(trial) || hasReached(trial, share));
  const scores = measured.map((trial) => (hasFailed(trial) ? -Infinity : scoreAt(trial, share)));
  const worst = Math.min(...scores.filter(Number.isFinite));
  const observations = measured.map((trial, index): Observation => {
    const score = scores[index]!;
    return { point: pointOf(trial), score: Number.isFinite(score) ? score : worst };
  });
  return {
    observations: Number.isFinite(worst) ? observations : [],
    pending: trials
      .filter((trial) => trial.status === 'running' && !hasReached(trial, share))
      .map(pointOf),
    tried: trials.map(pointOf),
  };
}

/**
 * The best trial so far, the more often the later it is: early trials look around, later ones build
 * on what was found (Wang et al. 2018, and SINGA-Auto's advisor with shared parameters).
 */
function chooseStart(study: Study, trials: readonly TrialState[]): number | undefined {
  if (!study.warmStart) return undefined;
  const random = createRandom(deriveSeed(study.seed, 'warm start', trials.length + 1));
  const fresh = Math.exp((-4 * trials.length) / study.trials);
  return random.uniform() < fresh ? undefined : bestTrial(trials)?.number;
}
