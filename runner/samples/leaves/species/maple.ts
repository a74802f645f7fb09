import type { Random } from '../../../src/random.ts';
import { within } from '../range.ts';
import type { LeafShape, Line, Point, Species } from './species.ts';

/** A lobe's tip as seen from where the stem begins; angles in degrees from the middle. */
interface Lobe {
  readonly angle: number;
  readonly length: number;
  /** Half the angle to its neighbour. */
  readonly half: number;
}

/** Five pointed lobes that spread like fingers, each with a few large teeth. */
export const maple: Species = {
  name: 'maple',
  ripeness: [0, 1],
  grow(random): LeafShape {
    const bay = within([0.34, 0.46], random);
    const right = growSide(bay, random);
    const left = growSide(bay, random).map(([x, y]): Point => [-x, y]);
    const tip: Point = [0, 1];
    return {
      outline: [[0, 0], ...right, tip, ...left.toReversed()],
      midrib: [[0, 0], scale(tip, 0.95)],
      veins: lobeAngles.flatMap(({ angle, length }) =>
        [angle, -angle].map((turn): Line => [[0, 0], polar(0.88 * length, turn)]),
      ),
      stem: within([0.35, 0.6], random),
    };
  },
};

const lobeAngles = [
  { angle: 105, length: 0.62, half: 24 },
  { angle: 52, length: 0.92, half: 24 },
] as const satisfies readonly Lobe[];

/** Points of one side from the stem to below the tip of the middle lobe. */
function growSide(bay: number, random: Random): Line {
  const vary = (value: number, share: number): number => value * (1 + share * random.normal());
  const lobes = lobeAngles.map((lobe) => ({
    ...lobe,
    angle: vary(lobe.angle, 0.04),
    length: vary(lobe.length, 0.06),
  }));
  const [outer, inner] = lobes as [Lobe, Lobe];
  return [
    polar(0.2, outer.angle + 45),
    ...lobeEdge(outer, 1),
    polar(outer.length, outer.angle),
    ...lobeEdge(outer, -1).toReversed(),
    polar(vary(bay, 0.06), (outer.angle + inner.angle) / 2),
    ...lobeEdge(inner, 1),
    polar(inner.length, inner.angle),
    ...lobeEdge(inner, -1).toReversed(),
    polar(vary(bay, 0.06), inner.angle / 2),
    ...lobeEdge({ angle: 0, length: 1, half: 24 }, 1),
  ];
}

/** Two teeth on one side of a lobe, from its bay towards its tip. */
function lobeEdge({ angle, length, half }: Lobe, side: 1 | -1): Line {
  const at = (radius: number, share: number): Point =>
    polar(radius * length, angle + side * share * half);
  return [at(0.74, 0.66), at(0.71, 0.38), at(0.86, 0.27), at(0.84, 0.16)];
}

function polar(radius: number, degrees: number): Point {
  const angle = (degrees * Math.PI) / 180;
  return [radius * Math.sin(angle), radius * Math.cos(angle)];
}

function scale([x, y]: Point, factor: number): Point {
  return [x * factor, y * factor];
}
