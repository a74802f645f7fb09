import type { Trial, TrialResult } from '@orangery/schemas';
import { lastResult, type TrialEntries } from './journal.ts';

/**
 * The result whose weights are the best so far: by score, then by loss on the selection data, then
 * the earlier trial. One cut among its folds has no score, and is better than nothing.
 * @param replayed trials as a receipt tells them: one that was lost later is not the best now either
 */
export function bestResult(
  trials: readonly TrialEntries[],
  replayed: readonly Trial[] = [],
): TrialResult | undefined {
  const lost = new Set(replayed.filter(isLost).map(({ number }) => number));
  return trials
    .map(lastResult)
    .filter((result) => result !== undefined)
    .filter((result) => result.folds.length > 0 && !isLost(result) && !lost.has(result.trial))
    .reduce<TrialResult | undefined>(
      (best, result) => (best === undefined || isBetter(result, best) ? result : best),
      undefined,
    );
}

/** Whether what it ended with is of no use. */
export function isLost({
  status,
}: {
  readonly status: TrialResult['status'] | Trial['status'];
}): boolean {
  return status === 'failed' || status === 'diverged';
}

function isBetter(found: TrialResult, known: TrialResult): boolean {
  const [a, b] = [found.score ?? -Infinity, known.score ?? -Infinity];
  if (a !== b) return a > b;
  return (found.selectionLoss ?? Infinity) < (known.selectionLoss ?? Infinity);
}
