import type { Dimension, SearchSpace } from './dimension.ts';
import { encodeNumber } from './number-scale.ts';
import { placeOf, settle, type Point } from './point.ts';

/** How many places a space has; `Infinity` with a range of floats, or when above `limit`. */
export function countPlaces(space: SearchSpace, limit: number): number {
  if (space.dimensions.some(isContinuous)) return Infinity;
  const places = listPlaces(space, limit);
  return places === undefined ? Infinity : places.length;
}

/**
 * All places of a space, each once, or `undefined` when there are more than `limit`.
 * @param levels how many values to take of a range; all of a range of whole numbers when absent
 */
export function listPlaces(
  space: SearchSpace,
  limit: number,
  levels?: number,
): Point[] | undefined {
  let places: Point[] = [[]];
  for (const [index, dimension] of space.dimensions.entries()) {
    const along = coordinatesOf(dimension, levels, limit);
    const seen = new Map<string, Point>();
    for (const place of places) {
      for (const coordinate of along) {
        const settled = settle(space, [...place, coordinate]).slice(0, index + 1);
        seen.set(placeOf(space, settled), settled);
        if (seen.size > limit) return undefined;
      }
    }
    places = [...seen.values()];
  }
  return places;
}

/** Coordinates of a dimension's values: of a range `levels` of them, both ends and between. */
export function coordinatesOf(
  { values }: Dimension,
  levels = Infinity,
  limit = Infinity,
): readonly number[] {
  if (values.kind === 'choice') return values.items.map((_, index) => index);
  const count = values.isInteger ? values.max - values.min + 1 : Infinity;
  if (count <= levels) {
    const enough = Math.min(count, limit + 1);
    return Array.from({ length: enough }, (_, step) => encodeNumber(values, values.min + step));
  }
  if (values.max === values.min) return [0.5];
  const [low, high] = [encodeNumber(values, values.min), encodeNumber(values, values.max)];
  return Array.from({ length: levels }, (_, step) => low + (step / (levels - 1)) * (high - low));
}

function isContinuous({ values }: Dimension): boolean {
  return values.kind === 'number' && !values.isInteger && values.min < values.max;
}
