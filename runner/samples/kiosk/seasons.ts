import type { PresetName } from '../sample-options.ts';

/** What decides how many people come to a kiosk by a lake. */
export interface KioskConditions {
  /** On an ordinary day of the first year. */
  readonly visitors: number;
  /** Growth a year, as a share. */
  readonly growth: number;
  /** How much more come in summer than in winter, on a logarithmic scale. */
  readonly summer: number;
  /** By day of the week, Monday first. */
  readonly week: readonly number[];
  /** How strongly weather is felt, and how much of it stays until the next day. */
  readonly weather: number;
  readonly weatherStays: number;
  /** Chance that a day was not counted. */
  readonly uncounted: number;
}

/** `other` is another place: fewer people, other days, wilder weather. */
export const kioskConditions: Readonly<Record<PresetName, KioskConditions>> = {
  standard: {
    visitors: 220,
    growth: 0.06,
    summer: 0.75,
    week: [0.85, 0.85, 0.9, 0.9, 1, 1.25, 1.35],
    weather: 0.22,
    weatherStays: 0.6,
    uncounted: 0.004,
  },
  other: {
    visitors: 90,
    growth: -0.04,
    summer: 0.4,
    week: [1.1, 1.1, 1.05, 1.05, 1, 0.8, 0.75],
    weather: 0.35,
    weatherStays: 0.45,
    uncounted: 0.01,
  },
};
