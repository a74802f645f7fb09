/** Where a picture lies in a square, in the square's pixels. */
export interface Placement {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Fits a picture of any shape into the middle of a square without changing its shape. */
export function placeInSquare(
  { width, height }: { readonly width: number; readonly height: number },
  side: number,
): Placement {
  const scale = side / Math.max(width, height);
  const placedWidth = Math.max(1, Math.round(width * scale));
  const placedHeight = Math.max(1, Math.round(height * scale));
  return {
    left: Math.floor((side - placedWidth) / 2),
    top: Math.floor((side - placedHeight) / 2),
    width: placedWidth,
    height: placedHeight,
  };
}
