import { coordinatesOf, listPlaces } from '../space/enumerate.ts';
import type { SearchSpace } from '../space/dimension.ts';
import { placeOf, settle, type Point } from '../space/point.ts';
import { squaredDistance } from '../space/distance.ts';
import type { Search } from './search.ts';

const fewestLevels = 3;
/** Larger grids are not listed; their places are drawn. */
const mostListed = 2000;
const drawn = 200;

/**
 * Every combination of a few values of each knob, in an order that spreads: next comes what is
 * farthest from all that was tried. Ranges have three values, or as many as the trials need.
 */
export function adviseGrid(search: Search): Point | undefined {
  const { space, tried, random } = search;
  const known = new Set(tried.map((point) => placeOf(space, point)));
  const places = gridOf(search).filter((point) => !known.has(placeOf(space, point)));
  let [best, farthest]: [Point | undefined, number] = [undefined, -1];
  for (const point of random.shuffle(places)) {
    const nearest = Math.min(...tried.map((other) => squaredDistance(space, point, other)));
    if (nearest > farthest) [best, farthest] = [point, nearest];
  }
  return best;
}

function gridOf(search: Search): readonly Point[] {
  const { space, trials } = search;
  let before = 0;
  for (let levels = fewestLevels; ; levels = Math.ceil(levels * 1.5)) {
    const places = listPlaces(space, mostListed, levels);
    if (places === undefined) return drawFromGrid(search, levels);
    // a space that does not grow with its levels is listed whole
    if (places.length >= trials || places.length === before) return places;
    before = places.length;
  }
}

function drawFromGrid({ space, random }: Search, levels: number): Point[] {
  const along = space.dimensions.map((dimension) => coordinatesOf(dimension, levels));
  return Array.from({ length: drawn }, () => drawOne(space, along, random.integer));
}

function drawOne(
  space: SearchSpace,
  along: readonly (readonly number[])[],
  integer: (limit: number) => number,
): Point {
  return settle(
    space,
    along.map((coordinates) => coordinates[integer(coordinates.length)]!),
  );
}
