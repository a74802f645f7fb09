import { ignoredClass } from '../../metrics/segmentation.ts';
import { indexLabels } from '../labels.ts';
import { countPixels, type SegmentationData } from './read-segmentation.ts';

/**
 * Expresses masks in known classes.
 * @throws Failure DATASET_INVALID naming classes that are not among them
 */
export function withClasses(data: SegmentationData, classes: readonly string[]): SegmentationData {
  const used = countPixels(data).filter(({ count }) => count > 0);
  indexLabels(
    used.map(({ name }) => name),
    classes,
  );
  const indexOf = new Uint8Array(256).fill(ignoredClass);
  for (const [label, name] of data.classes.entries()) indexOf[label] = classes.indexOf(name);
  indexOf[ignoredClass] = ignoredClass;
  const examples = data.examples.map((example) => ({
    ...example,
    mask: example.mask.map((label) => indexOf[label]!),
  }));
  return { ...data, classes, examples };
}
