import type { MaskValues } from './layout.ts';

interface Runs {
  /** Sides that the runs are of. */
  readonly width: number;
  readonly height: number;
  readonly value: number;
  /** Where they stand in their file. */
  readonly place: string;
}

/**
 * Fills what COCO's run lengths cover: lengths of nothing and something in turn, column by column, as
 * numbers or packed into text.
 * @throws Error when they are not, or do not fill the picture
 */
export function fillRuns(mask: MaskValues, shape: unknown, runs: Runs): void {
  const { width, height, value, place } = runs;
  const counts = countsOf(shape);
  const total = counts?.reduce((sum, count) => sum + count, 0);
  if (counts === null || total !== width * height) {
    throw new Error(
      `${place}/segmentation: expected run lengths of ${width} × ${height} pixels, found ${total ?? 'something else'}`,
    );
  }
  const covered = new Uint8Array(width * height);
  let start = 0;
  for (const [index, count] of counts.entries()) {
    if (index % 2 === 1) covered.fill(1, start, start + count);
    start += count;
  }
  for (let y = 0; y < mask.height; y += 1) {
    const row = Math.floor(((y + 0.5) * height) / mask.height);
    for (let x = 0; x < mask.width; x += 1) {
      const column = Math.floor(((x + 0.5) * width) / mask.width);
      if (covered[column * height + row] === 1) mask.values[y * mask.width + x] = value;
    }
  }
}

function countsOf(shape: unknown): readonly number[] | null {
  if (typeof shape !== 'object' || shape === null || !('counts' in shape)) return null;
  const { counts } = shape;
  if (typeof counts === 'string') return unpack(counts);
  const isList =
    Array.isArray(counts) && counts.every((count) => Number.isInteger(count) && count >= 0);
  return isList ? counts.map(Number) : null;
}

/**
 * Numbers of five bits a character, the lowest first; a sixth bit says that more follow. From the
 * fourth on each is told as the difference to the one before the last.
 */
function unpack(text: string): readonly number[] | null {
  const counts: number[] = [];
  for (let place = 0; place < text.length;) {
    let [number, shift, goesOn] = [0, 0, true];
    while (goesOn) {
      const code = text.charCodeAt(place) - 48;
      // ended within a number, or no such character
      if (!(code >= 0 && code < 64) || shift > 25) return null;
      number |= (code & 31) << shift;
      goesOn = (code & 32) !== 0;
      shift += 5;
      place += 1;
      if (!goesOn && (code & 16) !== 0) number |= -1 << shift;
    }
    const count = number + (counts.length > 2 ? counts.at(-2)! : 0);
    if (count < 0) return null;
    counts.push(count);
  }
  return counts;
}
