import { listPlaces } from '../space/enumerate.ts';
import { drawPoint, placeOf, type Point } from '../space/point.ts';
import type { Search } from './search.ts';

/** Spaces up to here are listed when drawing finds nothing new. */
export const mostListed = 5000;
const draws = 50;

/** Uniform along each knob's scale (Bergstra and Bengio 2012). */
export function adviseRandom({ space, tried, random }: Search): Point | undefined {
  const known = new Set(tried.map((point) => placeOf(space, point)));
  for (let draw = 0; draw < draws; draw += 1) {
    const point = drawPoint(space, random);
    if (!known.has(placeOf(space, point))) return point;
  }
  const untried = listPlaces(space, mostListed)?.filter(
    (point) => !known.has(placeOf(space, point)),
  );
  return untried?.[random.integer(Math.max(1, untried.length))];
}
