import { ignoredClass } from '../../metrics/segmentation.ts';

/**
 * Weight of a pixel of each class: its share to the power of −balance, 1 on average over pixels.
 * @param masks `[pixels]`, 255 where nothing is judged
 */
export function classWeights(
  masks: readonly Uint8Array[],
  classes: number,
  balance: number,
): Float32Array {
  const counts = new Float64Array(256);
  for (const mask of masks) for (const label of mask) counts[label]! += 1;
  counts[ignoredClass] = 0;
  const total = counts.reduce((sum, count) => sum + count, 0);
  // a class that does not occur has no pixel to weigh
  const raw = Array.from({ length: classes }, (_, label) =>
    counts[label] === 0 ? 0 : (counts[label]! / total) ** -balance,
  );
  const mean = raw.reduce((sum, weight, label) => sum + (weight * counts[label]!) / total, 0);
  return Float32Array.from(raw, (weight) => weight / mean);
}
