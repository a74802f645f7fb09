import type { Random } from '../../../src/random.ts';
import type { Range } from '../range.ts';

/** In leaf lengths: the blade begins at 0, 0 and its tip lies near 0, 1. */
export type Point = readonly [x: number, y: number];
export type Line = readonly Point[];

/** One leaf laid flat. */
export interface LeafShape {
  /** Closed outline of the blade. */
  readonly outline: Line;
  readonly midrib: Line;
  readonly veins: readonly Line[];
  /** Length of the stem below the blade. */
  readonly stem: number;
}

export interface Species {
  readonly name: string;
  /** How far a leaf can be on its way from green (0) over yellow and red to brown (1). */
  readonly ripeness: Range;
  grow(random: Random): LeafShape;
}
