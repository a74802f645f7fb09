import { indexLabels } from '../labels.ts';
import type { DetectionData } from './read-detection.ts';

/**
 * Expresses data in known classes.
 * @throws Failure DATASET_INVALID naming classes that are not among them
 */
export function withClasses(data: DetectionData, classes: readonly string[]): DetectionData {
  indexLabels(
    data.examples.flatMap(({ boxes }) => boxes.map(({ label }) => label)),
    classes,
  );
  return { ...data, classes };
}
