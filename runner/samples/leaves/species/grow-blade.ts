import type { Random } from '../../../src/random.ts';
import type { LeafShape, Line, Point } from './species.ts';

/** A blade with one midrib, by its half-width along it. */
export interface Blade {
  /** Half-width at 0 (base) … 1 (tip), without teeth or lobes. */
  readonly halfWidth: (along: number) => number;
  /** Factor on the half-width: teeth, spines or lobes of the edge. */
  readonly edge: (along: number) => number;
  /** How far the edge is drawn towards the tip, in half-widths. */
  readonly slant: number;
  readonly veinPairs: number;
  readonly stem: number;
}

const steps = 240;

/** Grows both sides of a blade, one a little wider than the other, as they are in nature. */
export function growBlade(blade: Blade, random: Random): LeafShape {
  const lopsided = 1 + 0.06 * random.normal();
  const right = side(blade, lopsided);
  const left = side(blade, -1 / lopsided);
  return {
    outline: [...right, ...left.toReversed()],
    midrib: [
      [0, 0],
      [0, 0.97],
    ],
    veins: Array.from({ length: blade.veinPairs }, (_, pair) =>
      [1, -1].map((direction) => vein(blade, (pair + 0.6) / (blade.veinPairs + 0.6), direction)),
    ).flat(),
    stem: blade.stem,
  };
}

function side(blade: Blade, factor: number): Line {
  return Array.from({ length: steps + 1 }, (_, step): Point => {
    const along = step / steps;
    const width = blade.halfWidth(along) * blade.edge(along);
    return [factor * width, along + blade.slant * width];
  });
}

/** From the midrib to near the edge, forwards. */
function vein(blade: Blade, along: number, direction: number): Line {
  const start = along * 0.92;
  const width = 0.85 * blade.halfWidth(along) * blade.edge(along);
  return [
    [0, start],
    [direction * width, along + (blade.slant + 0.35) * width],
  ];
}
