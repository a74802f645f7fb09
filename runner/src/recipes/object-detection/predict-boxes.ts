import type { Pixels } from '../pictures/pixels.ts';
import { letterbox } from '../pictures/letterbox.ts';
import type { Prediction } from '../recipe.ts';
import { detect, toShares, type DetectionModel } from './model.ts';

/** Boxes of each picture that are sure enough, in its own pixels. */
export async function predictBoxes(
  model: DetectionModel,
  inputs: readonly Pixels[],
): Promise<Prediction[]> {
  const { side, channels, classes, threshold } = model.preprocessing;
  const pictures = inputs.map((pixels) => letterbox(pixels, side, channels));
  const found = await detect(model, pictures);
  return inputs.map((pixels, index) => {
    const stored = pixels.stored ?? pixels;
    const sure = found[index]!.filter(({ score }) => score >= threshold);
    return {
      boxes: toShares(sure, pixels, side).map(({ label, score, x, y, width, height }) => ({
        label: classes[label]!,
        score,
        x: tenths(x * stored.width),
        y: tenths(y * stored.height),
        width: tenths(width * stored.width),
        height: tenths(height * stored.height),
      })),
    };
  });
}

/** A tenth of a pixel is finer than any box. */
function tenths(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
