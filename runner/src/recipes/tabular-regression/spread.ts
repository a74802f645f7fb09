import type { Spread } from './preprocessing.ts';

const coverage = 0.8;
/** Share of rows beyond each end. */
const tail = 0.1;
/** From fewer, the ends would be chance. */
const fewestResiduals = 20;

/**
 * Between which residuals the middle 80 % lie, by ranks that hold for a new row as well (split conformal
 * prediction, Papadopoulos et al. 2002); nothing of too few.
 * @param residuals truth minus prediction of rows that were not fitted to; NaN does not count
 */
export function learnSpread(residuals: readonly number[]): Spread | undefined {
  const sorted = residuals.filter((value) => !Number.isNaN(value)).toSorted((a, b) => a - b);
  if (sorted.length < fewestResiduals) return undefined;
  const below = Math.max(1, Math.floor((sorted.length + 1) * tail));
  return { coverage, lower: sorted[below - 1]!, upper: sorted[sorted.length - below]! };
}
