import type { LabelledBox } from '../../metrics/detection.ts';
import { stride } from './preprocessing.ts';

/** What the network should say, for a batch of pictures; cells row by row. */
export interface DetectionTargets {
  /** 1 in the cell of a box's middle, `[batch, cells, cells, classes]`. */
  readonly middles: Float32Array;
  /** How wrong a middle elsewhere is: 1, and less beside a real one; same shape. */
  readonly elsewhere: Float32Array;
  /** Log width, log height and the way to the middle, in cells, `[batch, cells, cells, 4]`. */
  readonly geometry: Float32Array;
  /** How much a cell's geometry counts, `[batch, cells, cells, 1]`. */
  readonly weights: Float32Array;
}

export function emptyTargets(batch: number, cells: number, classes: number): DetectionTargets {
  const count = batch * cells * cells;
  return {
    middles: new Float32Array(count * classes),
    elsewhere: new Float32Array(count * classes).fill(1),
    geometry: new Float32Array(count * 4),
    weights: new Float32Array(count),
  };
}

/** Cells whose closeness to a middle is less do not learn its geometry. */
const leastCloseness = 0.3;

/**
 * Writes one box: a peak at its middle that falls off as a Gaussian of its own size.
 * @param box in pixels of the network's input
 * @param row which picture of the batch
 */
export function writeTarget(
  targets: DetectionTargets,
  box: LabelledBox,
  {
    row,
    cells,
    classes,
  }: { readonly row: number; readonly cells: number; readonly classes: number },
): void {
  const [width, height] = [box.width / stride, box.height / stride];
  const middleX = box.x / stride + width / 2;
  const middleY = box.y / stride + height / 2;
  const [atX, atY] = [middleX, middleY].map((value) =>
    Math.min(cells - 1, Math.max(0, Math.floor(value))),
  ) as [number, number];
  const [spreadX, spreadY] = [width, height].map((length) => Math.max(0.5, length / 8)) as [
    number,
    number,
  ];
  const [reachX, reachY] = [Math.ceil(3 * spreadX), Math.ceil(3 * spreadY)];
  for (let y = Math.max(0, atY - reachY); y <= Math.min(cells - 1, atY + reachY); y += 1) {
    for (let x = Math.max(0, atX - reachX); x <= Math.min(cells - 1, atX + reachX); x += 1) {
      const closeness = Math.exp(-(((x - atX) / spreadX) ** 2 + ((y - atY) / spreadY) ** 2) / 2);
      const cell = (row * cells + y) * cells + x;
      const place = cell * classes + box.label;
      // to the fourth power, as in the paper
      targets.elsewhere[place] = Math.min(targets.elsewhere[place]!, (1 - closeness) ** 4);
      if (closeness === 1) targets.middles[place] = 1;
      if (closeness < leastCloseness || closeness < targets.weights[cell]!) continue;
      targets.weights[cell] = closeness;
      const way = [middleX - (x + 0.5), middleY - (y + 0.5)];
      targets.geometry.set([Math.log(width), Math.log(height), ...way], cell * 4);
    }
  }
}
