import type { PresetName } from '../sample-options.ts';

/** What trees of one kind bear when nothing is lacking. */
export interface Citrus {
  readonly name: string;
  /** Of a tree in its best years, kg. */
  readonly bestKg: number;
  /** Years until it bears half of that. */
  readonly slownessYears: number;
  /** Share of the harvest that a frosty night takes. */
  readonly frostLoss: number;
}

/** Four invented kinds: none is a variety that can be bought. */
export const citrusKinds: readonly Citrus[] = [
  { name: 'bitter orange', bestKg: 26, slownessYears: 6, frostLoss: 0.02 },
  { name: 'citron', bestKg: 14, slownessYears: 4, frostLoss: 0.08 },
  { name: 'lemon', bestKg: 32, slownessYears: 4.5, frostLoss: 0.05 },
  { name: 'mandarin', bestKg: 20, slownessYears: 5, frostLoss: 0.03 },
];

/** The house that trees stand in, and how carefully they are weighed. */
export interface Orangery {
  /** Mean hours of sun a day. */
  readonly sunHours: number;
  /** Mean count of nights with frost. */
  readonly frostNights: number;
  /** Standard deviation of what nobody can foresee, as a share of the harvest. */
  readonly luck: number;
  /** Standard deviation of the scales, kg. */
  readonly scalesKg: number;
  /** Share of missing values in each column that may lack some. */
  readonly missingShare: number;
}

export const orangeries: Readonly<Record<PresetName, Orangery>> = {
  standard: { sunHours: 6.5, frostNights: 4, luck: 0.1, scalesKg: 0.3, missingShare: 0.03 },
  // farther north, in a hard winter, weighed in a hurry
  other: { sunHours: 5.5, frostNights: 8, luck: 0.15, scalesKg: 0.8, missingShare: 0.08 },
};
