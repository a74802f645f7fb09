import { Failure, hashText, type ClassCount, type Skipped } from '@orangery/schemas';
import type { DataFile } from '../../dataset/data-file.ts';
import type { Box } from '../../metrics/detection.ts';
import { countClasses, fewestPerClass } from '../labels.ts';
import { decodePictures, type DecodedPicture } from '../pictures/decode-pictures.ts';
import type { ReadOptions } from '../recipe.ts';
import { findBoxes } from './layouts/find-boxes.ts';
import type { BoxedFiles, ListedBox } from './layouts/layout.ts';

/** A box in shares of its picture, 0…1. */
export interface NamedBox extends Box {
  readonly label: string;
}

export interface DetectionExample extends DecodedPicture {
  readonly boxes: readonly NamedBox[];
}

/** Pictures with boxes; classes are those that occur. */
export interface DetectionData {
  readonly format: string;
  readonly examples: readonly DetectionExample[];
  readonly classes: readonly string[];
  readonly skipped: readonly Skipped[];
}

/**
 * Reads COCO, YOLO or Pascal VOC.
 * @throws Failure DATASET_INVALID
 */
export async function readDetection(
  files: readonly DataFile[],
  options: ReadOptions,
): Promise<DetectionData> {
  const { format, unit, pictures, skipped } = await findBoxes(files);
  const { decoded, skipped: unreadable } = await decodePictures(pictures, options);
  const examples = decoded.map(({ item, ...picture }) => ({
    ...picture,
    boxes: item.boxes.map((box) => inShares(box, unit, picture)).filter(hasArea),
  }));
  checkPictures(examples);
  return {
    format,
    examples,
    classes: countBoxes(examples).map(({ name }) => name),
    skipped: [...skipped, ...unreadable],
  };
}

/** Boxes of each class, sorted by name. */
export function countBoxes(examples: readonly DetectionExample[]): ClassCount[] {
  return countClasses(examples.flatMap(({ boxes }) => boxes.map(({ label }) => label)));
}

/** SHA-256 over the content and boxes of every picture, in order. */
export function fingerprintOf(examples: readonly DetectionExample[]): string {
  const lines = examples.map(({ sha256, boxes }) => {
    const sides = boxes.map(({ label, x, y, width, height }) => [label, x, y, width, height]);
    return `${sha256} ${JSON.stringify(sides)}\n`;
  });
  return hashText(lines.join(''));
}

function inShares(
  { label, x, y, width, height }: ListedBox,
  unit: BoxedFiles['unit'],
  { pixels }: DecodedPicture,
): NamedBox {
  const stored = unit === 'shares' ? { width: 1, height: 1 } : (pixels.stored ?? pixels);
  const [left, right] = [x, x + width].map((edge) => within(edge / stored.width));
  const [top, bottom] = [y, y + height].map((edge) => within(edge / stored.height));
  const name = label.normalize('NFC');
  return { label: name, x: left!, y: top!, width: right! - left!, height: bottom! - top! };
}

function within(share: number): number {
  return Math.min(1, Math.max(0, share));
}

function hasArea({ width, height }: Box): boolean {
  return width > 0 && height > 0;
}

/** @throws Failure DATASET_INVALID when a detector cannot learn from them */
function checkPictures(examples: readonly DetectionExample[]): void {
  const classes = countClasses(
    examples.flatMap(({ boxes }) => [...new Set(boxes.map(({ label }) => label))]),
  );
  if (classes.length === 0) {
    throw new Failure(
      'DATASET_INVALID',
      'The dataset: expected boxes in its pictures, found none',
      {
        hint: 'Mark things in the pictures; pictures without any are welcome beside them.',
      },
    );
  }
  const small = classes.filter(({ count }) => count < fewestPerClass);
  if (small.length === 0) return;
  const listed = small.slice(0, 5).map(({ name, count }) => `${JSON.stringify(name)} has ${count}`);
  const more = small.length > 5 ? `, and ${small.length - 5} more` : '';
  throw new Failure(
    'DATASET_INVALID',
    `The dataset: expected at least ${fewestPerClass} pictures with boxes of each class, found that ${listed.join(', ')}${more}`,
    { hint: 'Add pictures of these classes or take their boxes out.' },
  );
}
