import { drawAlong, drawPoint, placeOf, settle, type Point } from '../space/point.ts';
import type { SearchSpace } from '../space/dimension.ts';
import type { Random } from '../../random.ts';
import {
  fitProcesses,
  type GaussianProcess,
  type Known,
} from './gaussian-process/fit-processes.ts';
import { logExpectedImprovement } from './expected-improvement.ts';
import { levelScores } from './level-scores.ts';
import { adviseRandom } from './random.ts';
import type { Search } from './search.ts';

/** The model costs the cube of it; of more results the best and the latest are kept. */
const mostObservations = 120;
const drawn = 500;
const mostFinalists = 40;
const climbers = 4;
const climbs = 40;

/**
 * Where the expected improvement over the best known place is greatest (Jones, Schonlau and Welch
 * 1998), by Gaussian processes fitted to the scores. Trials without a score count as if they came out
 * as the models expect (Ginsbourger, Le Riche and Carraro 2010), so that a round spreads.
 */
export function adviseBayesian(search: Search): Point | undefined {
  const { space, tried, random } = search;
  const observations = mostTelling(search.observations);
  if (tried.length < startingTrials(search) || observations.length < 2) return adviseRandom(search);
  const known = {
    space,
    points: observations.map(({ point }) => point),
    scores: levelScores(observations.map(({ score }) => score)),
  };
  const models = fitProcesses(known, search.pending, random).map((process) => ({
    process,
    best: Math.max(...known.points.map((point) => process.predict(point).mean)),
  }));
  const rate = (point: Point): Rated => ({ point, gain: gainBy(models, point) });
  // the most probable model alone chooses which places are worth asking all
  const candidates = rankByGain(
    candidatesOf(search, known).map((point) => ({ point, gain: gainBy([models[0]!], point) })),
  );
  const finalists = rankByGain(candidates.slice(0, mostFinalists).map(({ point }) => rate(point)));
  const climbed = finalists.slice(0, climbers).map((start) => climb(space, start, rate, random));
  const seen = new Set(tried.map((point) => placeOf(space, point)));
  const ranked = rankByGain([...climbed, ...finalists]);
  const found = [...ranked, ...candidates].find(({ point }) => !seen.has(placeOf(space, point)));
  return found?.point ?? adviseRandom(search);
}

interface Model {
  readonly process: GaussianProcess;
  /** Greatest mean at a known place. */
  readonly best: number;
}

interface Rated {
  readonly point: Point;
  readonly gain: number;
}

/** Trials before the model: about a quarter, at least three. */
function startingTrials({ trials, space }: Search): number {
  return Math.max(3, Math.min(Math.round(trials / 4), space.dimensions.length + 2));
}

/** Logarithm of the expected improvement, its mean over models. */
function gainBy(models: readonly Model[], point: Point): number {
  const gains = models.map(({ process, best }) =>
    logExpectedImprovement(process.predict(point), best),
  );
  const most = Math.max(...gains);
  const sum = gains.reduce((total, gain) => total + Math.exp(gain - most), 0);
  return most + Math.log(sum / gains.length);
}

function rankByGain(rated: readonly Rated[]): Rated[] {
  return [...rated].sort((a, b) => b.gain - a.gain);
}

function mostTelling(observations: Search['observations']): Search['observations'] {
  if (observations.length <= mostObservations) return observations;
  const half = mostObservations / 2;
  const latest = observations.slice(-half);
  const best = observations.slice(0, -half).sort((a, b) => b.score - a.score);
  return [...best.slice(0, half), ...latest];
}

function candidatesOf({ space, random }: Search, { points, scores }: Known): Point[] {
  const far = Array.from({ length: drawn }, () => drawPoint(space, random));
  const best = points.map((_, index) => index).sort((a, b) => scores[b]! - scores[a]!);
  const near = best
    .slice(0, 5)
    .flatMap((index) =>
      Array.from({ length: 40 }, (_, turn) =>
        nudge(space, points[index]!, 0.3 * 0.5 ** (turn % 6), random),
      ),
    );
  return [...far, ...near];
}

/** Goes to better neighbours, in shorter and shorter steps. */
function climb(
  space: SearchSpace,
  start: Rated,
  rate: (point: Point) => Rated,
  random: Random,
): Rated {
  let best = start;
  for (let turn = 0; turn < climbs; turn += 1) {
    const next = rate(nudge(space, best.point, 0.2 * 0.9 ** turn, random));
    if (next.gain > best.gain) best = next;
  }
  return best;
}

/** A place near another: some numbers moved, now and then another choice. */
function nudge(space: SearchSpace, point: Point, stride: number, random: Random): Point {
  const count = space.dimensions.length;
  const share = Math.max(0.3, 1.5 / count);
  return settle(
    space,
    space.dimensions.map((dimension, index) => {
      const here = point[index]!;
      const drawn = drawAlong(dimension, random);
      const isMoved = random.uniform() < share;
      const step = random.normal() * stride;
      if (Number.isNaN(here)) return drawn;
      if (!isMoved) return here;
      if (dimension.values.kind === 'choice') return random.uniform() < 0.5 ? drawn : here;
      return Math.min(1, Math.max(0, here + step));
    }),
  );
}
