import type { Knobs } from '@orangery/schemas';
import type { KnobValues } from '../recipe.ts';
import { countSteps, type SeriesData } from './series.ts';
import { findSeasons } from './seasons.ts';
import type { Interval } from './times/interval.ts';

const day = 86_400_000;
/** Longest memory of a model in steps; a longer season is known by its waves alone. */
export const longestLookback = 520;

/** What is tried: the model's memory, how seasons and level are told to it, and its family. */
export function searchSpace(data: SeriesData): Knobs {
  const network = { when: { knob: 'family', in: ['network'] } };
  return {
    horizon: { type: 'fixed', value: defaultHorizon(data) },
    family: { type: 'categorical', values: ['linear', 'network'] },
    lags: {
      type: 'integer',
      min: Math.min(7, mostLags(data) - 1),
      max: mostLags(data),
      scale: 'log',
    },
    waves: { type: 'integer', min: 2, max: 6 },
    seasonCycles: { type: 'integer', min: 1, max: 3 },
    relativeTo: { type: 'categorical', values: ['auto', 'mean', 'last value', 'last season'] },
    scale: { type: 'categorical', values: ['auto', 'plain', 'log'] },
    decay: { type: 'float', min: 0.001, max: 0.1, scale: 'log' },
    units: { type: 'categorical', values: [8, 16, 32], ...network },
    dropout: { type: 'float', min: 0, max: 0.4, ...network },
    learningRate: { type: 'float', min: 0.0005, max: 0.005, scale: 'log', ...network },
    batchSize: { type: 'categorical', values: [32, 64], ...network },
  };
}

/** What the first trial takes. */
export function defaultKnobs(data: SeriesData): KnobValues {
  return {
    horizon: defaultHorizon(data),
    family: 'linear',
    lags: Math.min(mostLags(data), Math.max(14, shortestSeason(data))),
    waves: 3,
    seasonCycles: 3,
    relativeTo: 'auto',
    scale: 'auto',
    decay: 0.01,
  };
}

/** Steps forecast: a day of hours, a week of days, a year of months; at most a tenth of the series. */
export function defaultHorizon({ interval, total }: SeriesData): number {
  return Math.max(1, Math.min(naturalHorizon(interval), Math.floor(total / 10)));
}

/** Values as they are used; what a family does not have is the plainest. */
export interface ForecastKnobs {
  /** Steps forecast at once. */
  readonly horizon: number;
  readonly family: 'linear' | 'network';
  /** Values before the forecast that the model sees. */
  readonly lags: number;
  /** Pairs of sine and cosine for each season. */
  readonly waves: number;
  /** Earlier cycles whose values at the same place in a season the model sees, as their mean. */
  readonly seasonCycles: number;
  readonly relativeTo: 'auto' | Level;
  readonly scale: 'auto' | Scale;
  /** How strongly coefficients are held back. */
  readonly decay: number;
  readonly units: number;
  readonly dropout: number;
  readonly learningRate: number;
  readonly batchSize: number;
}

/** What a forecast is a difference to. */
export type Level = 'mean' | 'last value' | 'last season';
export type Scale = 'plain' | 'log';

export const levels: readonly Level[] = ['mean', 'last value', 'last season'];

export function readKnobs(knobs: KnobValues): ForecastKnobs {
  const number = (name: string, otherwise: number): number => {
    const value = knobs[name];
    return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
  };
  return {
    horizon: Math.max(1, Math.round(number('horizon', 7))),
    family: knobs['family'] === 'network' ? 'network' : 'linear',
    lags: Math.max(1, Math.round(number('lags', 14))),
    waves: Math.max(0, Math.round(number('waves', 3))),
    seasonCycles: Math.max(0, Math.round(number('seasonCycles', 3))),
    relativeTo: levels.find((level) => level === knobs['relativeTo']) ?? 'auto',
    scale: (['plain', 'log'] as const).find((scale) => scale === knobs['scale']) ?? 'auto',
    decay: number('decay', 0.01),
    units: number('units', 16),
    dropout: number('dropout', 0.1),
    learningRate: number('learningRate', 0.002),
    batchSize: number('batchSize', 32),
  };
}

function naturalHorizon({ unit, count }: Interval): number {
  if (unit === 'month') return Math.max(1, Math.round(12 / count));
  if (unit === 'working day') return 5;
  if (unit === 'step' || count >= day) return count >= 7 * day && unit !== 'step' ? 4 : 7;
  return Math.min(48, Math.max(1, Math.round(day / count)));
}

function mostLags(data: SeriesData): number {
  return Math.max(3, Math.min(42, Math.floor(countSteps(data) / 8)));
}

function shortestSeason({ interval, values }: SeriesData): number {
  const seasons = findSeasons(interval, values).filter((period) => period <= 60);
  return seasons.length === 0 ? 0 : Math.round(Math.min(...seasons));
}
