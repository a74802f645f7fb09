import type { Baseline } from '@orangery/schemas';
import { measureSegmentation } from '../../metrics/segmentation.ts';
import { countPixels, type SegmentationData } from './read-segmentation.ts';

/** Says that every pixel is of the class that most training pixels are of. */
export function commonestClass(train: SegmentationData, test: SegmentationData): Baseline {
  const counts = countPixels(train).map(({ count }) => count);
  const commonest = counts.indexOf(Math.max(...counts));
  const pictures = test.examples.map(({ mask }) => ({
    truth: mask,
    found: new Uint8Array(mask.length).fill(commonest),
  }));
  const { metrics } = measureSegmentation(test.classes, pictures);
  return { name: 'commonest class everywhere', metrics };
}
