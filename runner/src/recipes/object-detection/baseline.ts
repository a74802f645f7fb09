import type { Baseline } from '@orangery/schemas';
import { measureDetection, type Box, type ScoredBox } from '../../metrics/detection.ts';
import { comparable } from './compare-boxes.ts';
import type { DetectionData, DetectionExample } from './read-detection.ts';

/** The picture is divided into this many fields each way to find the commonest place. */
const fields = 5;

/** Answers the same for every picture: each class's mean box at its commonest place, as sure as it is common. */
export function commonestBoxes(train: DetectionData, test: DetectionData): Baseline {
  const boxes = train.classes.flatMap((name, label) => commonestBox(name, label, train.examples));
  const pictures = test.examples.map(({ boxes: truth }) => ({
    truth: comparable(truth, test.classes),
    found: boxes,
  }));
  const { metrics } = measureDetection(test.classes, pictures);
  return { name: 'mean box of each class at its commonest place', metrics };
}

function commonestBox(
  name: string,
  label: number,
  examples: readonly DetectionExample[],
): ScoredBox[] {
  const boxes = examples.flatMap((example) => example.boxes.filter((box) => box.label === name));
  const groups = [...Map.groupBy(boxes, fieldOf).values()];
  const largest = groups.sort((a, b) => b.length - a.length)[0];
  if (largest === undefined) return [];
  const score = largest.length / examples.length;
  return [{ label, score: Math.min(1, score), ...meanBox(largest) }];
}

function fieldOf({ x, y, width, height }: Box): number {
  const [column, row] = [x + width / 2, y + height / 2].map((middle) =>
    Math.min(fields - 1, Math.floor(middle * fields)),
  );
  return row! * fields + column!;
}

function meanBox(boxes: readonly Box[]): Box {
  const mean = (side: keyof Box): number =>
    boxes.reduce((sum, box) => sum + box[side], 0) / boxes.length;
  return { x: mean('x'), y: mean('y'), width: mean('width'), height: mean('height') };
}
