import { placeInSquare } from '../pictures/place-in-square.ts';

interface Square {
  readonly side: number;
  readonly classes: number;
}

/**
 * Most probable class of each pixel of a picture, from probabilities of the square that it was fitted
 * into, bilinearly enlarged.
 * @param probabilities `[side, side, classes]`
 * @param to sides of the result, in the picture's shape
 */
export function enlargeClasses(
  probabilities: Float32Array,
  { side, classes }: Square,
  to: { readonly width: number; readonly height: number },
): Uint8Array {
  const placed = placeInSquare(to, side);
  const columns = sourcesOf(to.width, placed.left, placed.width);
  const rows = sourcesOf(to.height, placed.top, placed.height);
  const result = new Uint8Array(to.width * to.height);
  for (const [y, row] of rows.entries()) {
    for (const [x, column] of columns.entries()) {
      // four numbers, not a list of them: there are a million of these steps in a large mask
      const upperLeft = (row.first * side + column.first) * classes;
      const upperRight = (row.first * side + column.second) * classes;
      const lowerLeft = (row.second * side + column.first) * classes;
      const lowerRight = (row.second * side + column.second) * classes;
      let best = -1;
      for (let label = 0; label < classes; label += 1) {
        const upper = mix(
          probabilities[upperLeft + label]!,
          probabilities[upperRight + label]!,
          column.share,
        );
        const lower = mix(
          probabilities[lowerLeft + label]!,
          probabilities[lowerRight + label]!,
          column.share,
        );
        const value = mix(upper, lower, row.share);
        if (value <= best) continue;
        best = value;
        result[y * to.width + x] = label;
      }
    }
  }
  return result;
}

/** Two samples and the second one's share. */
interface Source {
  readonly first: number;
  readonly second: number;
  readonly share: number;
}

function sourcesOf(length: number, start: number, placed: number): Source[] {
  return Array.from({ length }, (_, index) => {
    const place = Math.min(placed - 1, Math.max(0, ((index + 0.5) * placed) / length - 0.5));
    const first = Math.floor(place);
    const second = Math.min(placed - 1, first + 1);
    return { first: start + first, second: start + second, share: place - first };
  });
}

function mix(first: number, second: number, share: number): number {
  return first + (second - first) * share;
}
