import type { ScoredBox } from '../../metrics/detection.ts';
import { overlapOf } from '../../metrics/overlap.ts';
import { stride } from './preprocessing.ts';

/** What the network said of one picture. */
export interface CellOutputs {
  /** Probability of a middle, `[cells, cells, classes]`. */
  readonly middles: Float32Array;
  /** `[cells, cells, 4]`. */
  readonly geometry: Float32Array;
  readonly cells: number;
  readonly classes: number;
}

export const leastScore = 0.05;
const mostBoxes = 100;
/** Of two boxes of a class that overlap more, the less sure one is the same thing. */
const mostOverlap = 0.6;

/**
 * Boxes at the cells that are surer than the eight around them, the surest first.
 * @returns in pixels of the network's input
 */
export function findPeaks(outputs: CellOutputs): ScoredBox[] {
  const { middles, cells, classes } = outputs;
  const boxes: ScoredBox[] = [];
  for (let place = 0; place < middles.length; place += 1) {
    if (middles[place]! < leastScore) continue;
    const cell = Math.floor(place / classes);
    const [x, y] = [cell % cells, Math.floor(cell / cells)];
    if (isPeak(outputs, x, y, place % classes)) boxes.push(boxAt(outputs, x, y, place % classes));
  }
  boxes.sort((a, b) => b.score - a.score);
  return withoutDoubles(boxes);
}

function isPeak(
  { middles, cells, classes }: CellOutputs,
  x: number,
  y: number,
  label: number,
): boolean {
  const own = middles[(y * cells + x) * classes + label]!;
  for (let row = Math.max(0, y - 1); row <= Math.min(cells - 1, y + 1); row += 1) {
    for (let column = Math.max(0, x - 1); column <= Math.min(cells - 1, x + 1); column += 1) {
      if (middles[(row * cells + column) * classes + label]! > own) return false;
    }
  }
  return true;
}

function boxAt(outputs: CellOutputs, x: number, y: number, label: number): ScoredBox {
  const { middles, geometry, cells, classes } = outputs;
  const cell = y * cells + x;
  const [logWidth = 0, logHeight = 0, wayX = 0, wayY = 0] = geometry.subarray(
    4 * cell,
    4 * cell + 4,
  );
  // no box is larger than the picture, whatever the network says
  const [width, height] = [logWidth, logHeight].map(
    (log) => Math.min(cells, Math.exp(log)) * stride,
  );
  const [middleX, middleY] = [(x + 0.5 + wayX) * stride, (y + 0.5 + wayY) * stride];
  return {
    label,
    score: middles[cell * classes + label]!,
    x: middleX - width! / 2,
    y: middleY - height! / 2,
    width: width!,
    height: height!,
  };
}

function withoutDoubles(boxes: readonly ScoredBox[]): ScoredBox[] {
  const kept: ScoredBox[] = [];
  for (const box of boxes) {
    if (kept.length >= mostBoxes) break;
    const isDouble = kept.some(
      (other) => other.label === box.label && overlapOf(other, box) > mostOverlap,
    );
    if (!isDouble) kept.push(box);
  }
  return kept;
}
