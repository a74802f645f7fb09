/** Lists, objects and their names in a JSON value, counted up to a limit; whatever its depth is bounded by. */
export function hasMoreParts(value: unknown, most: number): boolean {
  return partsLeft(value, most) < 0;
}

function partsLeft(value: unknown, most: number): number {
  if (typeof value !== 'object' || value === null) return most;
  let left = most - 1;
  if (Array.isArray(value)) {
    for (const item of value) {
      left = partsLeft(item, left);
      if (left < 0) return left;
    }
    return left;
  }
  for (const item of Object.values(value)) {
    left = partsLeft(item, left - 1);
    if (left < 0) return left;
  }
  return left;
}
