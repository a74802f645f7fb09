import { letterbox } from './letterbox.ts';
import { placeInSquare } from './place-in-square.ts';
import type { Pixels } from './pixels.ts';

/** A picture whose longest side is at most so many pixels, by averaging; a smaller one as it is. */
export function shrinkPixels(pixels: Pixels, longestSide: number): Pixels {
  const { width, height, channels } = pixels;
  if (Math.max(width, height) <= longestSide) return pixels;
  const square = letterbox(pixels, longestSide, channels);
  const placed = placeInSquare(pixels, longestSide);
  const data = new Uint8Array(placed.width * placed.height * channels);
  const rowLength = placed.width * channels;
  for (let row = 0; row < placed.height; row += 1) {
    const start = ((placed.top + row) * longestSide + placed.left) * channels;
    data.set(square.subarray(start, start + rowLength), row * rowLength);
  }
  const stored = { width, height };
  return { width: placed.width, height: placed.height, channels, data, stored };
}
