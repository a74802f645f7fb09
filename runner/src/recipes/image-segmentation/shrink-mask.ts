import type { MaskValues } from './layouts/layout.ts';

/** Takes the value in the middle of each new pixel: values are names, not amounts. */
export function shrinkMask(
  { width, height, values }: MaskValues,
  to: { readonly width: number; readonly height: number },
): Uint8Array {
  const result = new Uint8Array(to.width * to.height);
  for (let y = 0; y < to.height; y += 1) {
    const row = Math.floor(((y + 0.5) * height) / to.height) * width;
    for (let x = 0; x < to.width; x += 1) {
      result[y * to.width + x] = values[row + Math.floor(((x + 0.5) * width) / to.width)]!;
    }
  }
  return result;
}
