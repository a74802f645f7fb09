import type { LeafScene } from './leaf-scene.ts';
import type { LeafShape, Line, Point } from './species/index.ts';

/** A leaf's lines in pixels, y downwards. */
export interface PlacedLeaf {
  readonly outline: Line;
  /** The half of the blade on one side of the midrib. */
  readonly half: Line;
  readonly midrib: Line;
  readonly veins: readonly Line[];
  readonly stem: Line;
}

type Map = (point: Point) => Point;

/** Bends, tilts, turns and scales a leaf into a picture of `side` pixels. */
export function placeLeaf(shape: LeafShape, scene: LeafScene, side: number): PlacedLeaf {
  const bent = bend(scene.bend);
  const view = chain([bent, tilt(scene), turn(scene.rotation)]);
  const { centre, radius } = circleAround(shape.outline.map(view));
  const factor = (scene.size * side) / (2 * radius);
  const place = chain([
    view,
    ([x, y]) => [
      (0.5 + scene.shiftX) * side + factor * (x - centre[0]),
      (0.5 + scene.shiftY) * side - factor * (y - centre[1]),
    ],
  ]);
  const line = (points: Line): Line => points.map(place);
  return {
    outline: line(shape.outline),
    half: line(shape.outline.map(([x, y]): Point => [Math.max(0, x), y])),
    midrib: line(subdivide(shape.midrib)),
    veins: shape.veins.map((vein) => line(subdivide(vein))),
    stem: line(
      subdivide([
        [0, 0.02],
        [0, -shape.stem],
      ]),
    ),
  };
}

function chain(maps: readonly Map[]): Map {
  return (point) => maps.reduce((moved, map) => map(moved), point);
}

/** Bends the midrib to an arc, keeping its ends' direction. */
function bend(amount: number): Map {
  return ([x, y]) => [x + 4 * amount * y * (1 - y), y];
}

function tilt({ tilt: angle, foreshortening, shear }: LeafScene): Map {
  return chain([turn(angle), ([x, y]) => [x + shear * y, foreshortening * y], turn(-angle)]);
}

function turn(angle: number): Map {
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  return ([x, y]) => [cosine * x - sine * y, sine * x + cosine * y];
}

/** The middle of the bounding box, and the distance of the furthest point from it. */
function circleAround(points: Line): { centre: Point; radius: number } {
  const middle = (values: readonly number[]): number =>
    (Math.min(...values) + Math.max(...values)) / 2;
  const centre: Point = [middle(points.map(([x]) => x)), middle(points.map(([, y]) => y))];
  const distances = points.map(([x, y]) => Math.hypot(x - centre[0], y - centre[1]));
  return { centre, radius: Math.max(...distances) };
}

/** A straight line becomes many short ones, so that it can be bent. */
function subdivide(points: Line): Line {
  const [start, end] = [points[0]!, points.at(-1)!];
  return Array.from({ length: 9 }, (_, step): Point => {
    const share = step / 8;
    return [start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])];
  });
}
