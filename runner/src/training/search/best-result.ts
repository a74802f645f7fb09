import type { TrialResult } from '@orangery/schemas';
import { lastResult, type TrialEntries } from './journal.ts';

/**
 * The result whose weights are the best so far: by score, then by loss on the selection data, then
 * the earlier trial. One cut among its folds has no score, and is better than nothing.
 */
export function bestResult(trials: readonly TrialEntries[]): TrialResult | undefined {
  return trials
    .map(lastResult)
    .filter((result) => result !== undefined)
    .filter(({ folds, status }) => folds.length > 0 && status !== 'failed' && status !== 'diverged')
    .reduce<TrialResult | undefined>(
      (best, result) => (best === undefined || isBetter(result, best) ? result : best),
      undefined,
    );
}

function isBetter(found: TrialResult, known: TrialResult): boolean {
  const [a, b] = [found.score ?? -Infinity, known.score ?? -Infinity];
  if (a !== b) return a > b;
  return (found.selectionLoss ?? Infinity) < (known.selectionLoss ?? Infinity);
}
