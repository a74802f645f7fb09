import type { MaskValues } from './layout.ts';

/**
 * Fills the pixels whose middle lies in a polygon, by the even-odd rule.
 * @param outline x and y in turn, in the mask's pixels
 */
export function fillPolygon(mask: MaskValues, outline: readonly number[], value: number): void {
  for (let row = 0; row < mask.height; row += 1) {
    const crossings = crossingsAt(outline, row + 0.5);
    for (let index = 0; index + 1 < crossings.length; index += 2) {
      const first = Math.max(0, Math.ceil(crossings[index]! - 0.5));
      const last = Math.min(mask.width, Math.ceil(crossings[index + 1]! - 0.5));
      if (first < last) mask.values.fill(value, row * mask.width + first, row * mask.width + last);
    }
  }
}

/** Where the outline crosses a height, from left to right. */
function crossingsAt(outline: readonly number[], y: number): number[] {
  const crossings: number[] = [];
  for (let index = 0; index < outline.length; index += 2) {
    const next = (index + 2) % outline.length;
    const [x1, y1] = [outline[index]!, outline[index + 1]!];
    const [x2, y2] = [outline[next]!, outline[next + 1]!];
    if (y1 <= y !== y2 <= y) crossings.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1));
  }
  return crossings.sort((a, b) => a - b);
}
