import type { Pixels } from './pixels.ts';
import { placeInSquare } from './place-in-square.ts';

/** What lies around a picture in its square. */
export const surround = 127;

/**
 * Puts a picture into the middle of a square, shrunk by averaging or enlarged bilinearly, with grey
 * around it. Grey from colour by ITU-R BT.601.
 * @returns `[side, side, channels]`, 8-bit
 */
export function letterbox(pixels: Pixels, side: number, channels: 1 | 3): Uint8Array {
  const { left, top, width, height } = placeInSquare(pixels, side);
  const columns = coverage(pixels.width, width);
  const rows = coverage(pixels.height, height);
  const result = new Uint8Array(side * side * channels).fill(surround);
  const sum = new Float64Array(3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      addCovered(sum, pixels, rows[y]!, columns[x]!);
      const start = ((top + y) * side + left + x) * channels;
      writePixel(result, start, sum, pixels.channels, channels);
    }
  }
  return result;
}

/** First sample and the shares of it and the next ones; they sum to 1. */
interface Covered {
  readonly first: number;
  readonly shares: readonly number[];
}

/** Which of `from` samples each of `to` samples is made of. */
function coverage(from: number, to: number): Covered[] {
  const scale = from / to;
  return Array.from({ length: to }, (_, index) =>
    scale > 1
      ? areaShares(index * scale, (index + 1) * scale, from)
      : linearShares(index, scale, from),
  );
}

function areaShares(start: number, end: number, from: number): Covered {
  const first = Math.floor(start);
  const last = Math.min(from, Math.max(first + 1, Math.ceil(end - 1e-9)));
  const shares = Array.from({ length: last - first }, (_, offset) => {
    const sample = first + offset;
    return (Math.min(end, sample + 1) - Math.max(start, sample)) / (end - start);
  });
  return { first, shares };
}

function linearShares(index: number, scale: number, from: number): Covered {
  const middle = Math.min(from - 1, Math.max(0, (index + 0.5) * scale - 0.5));
  const first = Math.min(from - 1, Math.floor(middle));
  const share = middle - first;
  return { first, shares: first + 1 < from ? [1 - share, share] : [1] };
}

function addCovered(sum: Float64Array, pixels: Pixels, rows: Covered, columns: Covered): void {
  sum.fill(0);
  for (const [dy, rowShare] of rows.shares.entries()) {
    const rowStart = (rows.first + dy) * pixels.width + columns.first;
    for (const [dx, columnShare] of columns.shares.entries()) {
      const start = (rowStart + dx) * pixels.channels;
      for (let channel = 0; channel < pixels.channels; channel += 1) {
        sum[channel]! += rowShare * columnShare * pixels.data[start + channel]!;
      }
    }
  }
}

function writePixel(
  result: Uint8Array,
  start: number,
  [first = 0, green = 0, blue = 0]: Float64Array,
  from: 1 | 3,
  to: 1 | 3,
): void {
  if (to === 1) {
    result[start] = Math.round(from === 1 ? first : 0.299 * first + 0.587 * green + 0.114 * blue);
    return;
  }
  result[start] = Math.round(first);
  result[start + 1] = Math.round(from === 1 ? first : green);
  result[start + 2] = Math.round(from === 1 ? first : blue);
}
