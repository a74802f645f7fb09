import type { EpochPoint } from '@orangery/schemas';

/** What one fold went through in one segment. */
interface FoldCurve {
  readonly curve?: readonly EpochPoint[];
}

/**
 * One point a pass, the mean over the folds; one that has ended counts as it ended.
 * @param segments folds of each segment of a trial, in order
 */
export function meanCurve(segments: readonly (readonly FoldCurve[])[]): EpochPoint[] {
  const reached = new Map<number, EpochPoint>();
  return segments.flatMap((folds) => {
    const epochs = new Set(folds.flatMap(({ curve = [] }) => curve.map(({ epoch }) => epoch)));
    return [...epochs]
      .sort((a, b) => a - b)
      .map((epoch) => {
        for (const [fold, { curve = [] }] of folds.entries()) {
          const point = curve.find((one) => one.epoch === epoch);
          if (point !== undefined) reached.set(fold, point);
        }
        return meanPoint(epoch, [...reached.values()]);
      });
  });
}

function meanPoint(epoch: number, points: readonly EpochPoint[]): EpochPoint {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    epoch,
    loss: mean(points.map(({ loss }) => loss)),
    score: mean(points.map(({ score }) => score)),
  };
}
