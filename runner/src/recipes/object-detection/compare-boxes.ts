import type { LabelledBox } from '../../metrics/detection.ts';
import type { NamedBox } from './read-detection.ts';

/** Boxes with their class by its number. */
export function comparable(boxes: readonly NamedBox[], classes: readonly string[]): LabelledBox[] {
  return boxes.map(({ label, ...box }) => ({ ...box, label: classes.indexOf(label) }));
}
