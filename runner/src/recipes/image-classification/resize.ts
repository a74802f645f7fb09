import type { Pixels } from '../pictures/pixels.ts';

/**
 * Stretches a picture to a square by averaging over the area each new pixel covers; enlarging is
 * bilinear. Grey from colour by ITU-R BT.601.
 * @returns `[side, side, channels]`, 0…1
 */
export function resizeToSquare(pixels: Pixels, side: number, channels: 1 | 3): Float32Array {
  const columns = coverage(pixels.width, side);
  const rows = coverage(pixels.height, side);
  const result = new Float32Array(side * side * channels);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const sum = [0, 0, 0];
      for (const [row, rowShare] of rows[y]!) {
        for (const [column, columnShare] of columns[x]!) {
          addPixel(sum, pixels, row, column, rowShare * columnShare);
        }
      }
      writePixel(result, (y * side + x) * channels, sum, channels);
    }
  }
  return result;
}

type Share = readonly [index: number, share: number];

/** Which of `from` samples each of `to` samples is made of; shares of one sum to 1. */
function coverage(from: number, to: number): Share[][] {
  const scale = from / to;
  return Array.from({ length: to }, (_, index) =>
    scale > 1
      ? areaShares(index * scale, (index + 1) * scale, from)
      : linearShares(index, scale, from),
  );
}

function areaShares(start: number, end: number, from: number): Share[] {
  const shares: Share[] = [];
  for (let sample = Math.floor(start); sample < Math.min(from, Math.ceil(end)); sample += 1) {
    const covered = Math.min(end, sample + 1) - Math.max(start, sample);
    if (covered > 1e-9) shares.push([sample, covered / (end - start)]);
  }
  return shares;
}

function linearShares(index: number, scale: number, from: number): Share[] {
  const middle = Math.min(from - 1, Math.max(0, (index + 0.5) * scale - 0.5));
  const left = Math.floor(middle);
  const right = Math.min(from - 1, left + 1);
  return [
    [left, 1 - (middle - left)],
    [right, middle - left],
  ];
}

function addPixel(sum: number[], pixels: Pixels, row: number, column: number, share: number): void {
  const start = (row * pixels.width + column) * pixels.channels;
  for (let channel = 0; channel < 3; channel += 1) {
    sum[channel]! += share * pixels.data[start + (pixels.channels === 3 ? channel : 0)]!;
  }
}

function writePixel(
  result: Float32Array,
  start: number,
  [red = 0, green = 0, blue = 0]: readonly number[],
  channels: 1 | 3,
): void {
  if (channels === 1) {
    result[start] = (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
    return;
  }
  result[start] = red / 255;
  result[start + 1] = green / 255;
  result[start + 2] = blue / 255;
}
