import type { Box, ScoredBox } from './detection.ts';
import { overlapOf } from './overlap.ts';

/** How much of a box must be right for it to count: COCO's ten. */
export const overlapThresholds: readonly number[] = Array.from(
  { length: 10 },
  (_, index) => 0.5 + index * 0.05,
);

/** A box that was found, and how it was judged. */
export interface Match {
  readonly picture: number;
  readonly score: number;
  /** Whether it is right, at each threshold. */
  readonly isRight: readonly boolean[];
}

/**
 * Pairs found boxes with true ones of one class and picture: at each threshold the surest box first
 * takes the true box that it overlaps most and that nobody took.
 */
export function matchBoxes(
  truth: readonly Box[],
  found: readonly ScoredBox[],
  picture: number,
): Match[] {
  const surest = found.toSorted((a, b) => b.score - a.score);
  const overlaps = surest.map((box) => truth.map((one) => overlapOf(box, one)));
  const right = overlapThresholds.map((threshold) => takeInTurn(overlaps, threshold));
  return surest.map(({ score }, index) => ({
    picture,
    score,
    isRight: right.map((flags) => flags[index]!),
  }));
}

function takeInTurn(overlaps: readonly (readonly number[])[], threshold: number): boolean[] {
  const taken = new Set<number>();
  return overlaps.map((row) => {
    let best = -1;
    for (const [index, overlap] of row.entries()) {
      // a tiny allowance: 0.5 + 9 · 0.05 is not 0.95 to the last bit
      if (taken.has(index) || overlap < threshold - 1e-9) continue;
      if (best < 0 || overlap > row[best]!) best = index;
    }
    if (best >= 0) taken.add(best);
    return best >= 0;
  });
}
