import type { Pixels } from '../pictures/pixels.ts';
import { letterbox } from '../pictures/letterbox.ts';
import type { Prediction } from '../recipe.ts';
import { enlargeClasses } from './enlarge-classes.ts';
import { segment, type SegmentationModel } from './model.ts';

/** Longest side of a mask that is answered; finer would only be larger. */
const longestSide = 512;

/** A mask of each picture, and how much of it each class takes. */
export async function predictMasks(
  model: SegmentationModel,
  inputs: readonly Pixels[],
): Promise<Prediction[]> {
  const { side, channels, classes } = model.preprocessing;
  const pictures = inputs.map((pixels) => letterbox(pixels, side, channels));
  const predictions: Prediction[] = [];
  for await (const probabilities of segment(model, pictures)) {
    const pixels = inputs[predictions.length]!;
    const size = answeredSize(pixels.stored ?? pixels);
    const labels = enlargeClasses(probabilities, { side, classes: classes.length }, size);
    const counts = new Array<number>(classes.length).fill(0);
    for (const label of labels) counts[label]! += 1;
    predictions.push({
      classes: [...classes],
      ...size,
      mask: runsIn(labels),
      shares: Object.fromEntries(
        classes.map((name, label) => [name, counts[label]! / labels.length]),
      ),
    });
  }
  return predictions;
}

function answeredSize({ width, height }: Pick<Pixels, 'width' | 'height'>): {
  readonly width: number;
  readonly height: number;
} {
  const scale = Math.min(1, longestSide / Math.max(width, height));
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}

/** Class and length in turn, row by row from the top left; a run may go on in the next row. */
function runsIn(labels: Uint8Array): number[] {
  const runs: number[] = [];
  for (let start = 0; start < labels.length;) {
    let end = start + 1;
    while (end < labels.length && labels[end] === labels[start]) end += 1;
    runs.push(labels[start]!, end - start);
    start = end;
  }
  return runs;
}
