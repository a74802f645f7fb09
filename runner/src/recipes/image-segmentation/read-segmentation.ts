import { Failure, hashBytes, hashText, type ClassCount, type Skipped } from '@orangery/schemas';
import type { DataFile } from '../../dataset/data-file.ts';
import { ignoredClass } from '../../metrics/segmentation.ts';
import { leftOut } from '../left-out.ts';
import { decodePictures, type DecodedPicture } from '../pictures/decode-pictures.ts';
import type { ReadOptions } from '../recipe.ts';
import { chooseClasses } from './choose-classes.ts';
import { findMasks } from './layouts/find-masks.ts';
import type { MaskedFile, MaskValues } from './layouts/layout.ts';
import { shrinkMask } from './shrink-mask.ts';

export interface SegmentationExample extends DecodedPicture {
  /** Class of each pixel of `pixels`, or 255, which is not judged. */
  readonly mask: Uint8Array;
}

/** Pictures with a class for each pixel. */
export interface SegmentationData {
  readonly format: string;
  readonly examples: readonly SegmentationExample[];
  readonly classes: readonly string[];
  readonly skipped: readonly Skipped[];
}

const fewestPictures = 5;
const mostUnreadable = 0.1;

/**
 * Reads pictures and masks. Masks are read exactly, then kept at the size their pictures have here.
 * @throws Failure DATASET_INVALID
 */
export async function readSegmentation(
  files: readonly DataFile[],
  options: ReadOptions,
): Promise<SegmentationData> {
  const { format, pictures, skipped, ...known } = await findMasks(files);
  const { decoded, skipped: unreadable } = await decodePictures(pictures, options);
  const { masked, skipped: maskless } = await readMasks(decoded, options);
  if (masked.length < fewestPictures) {
    throw new Failure(
      'DATASET_INVALID',
      `The dataset: expected at least ${fewestPictures} pictures with masks, found ${masked.length}`,
      { hint: 'Add pictures; a few hundred are a good beginning.' },
    );
  }
  const { classes, indexOf } = chooseClasses(masked, known);
  const examples = masked.map(({ item: _, values, ...picture }) => ({
    ...picture,
    mask: values.map((value) => indexOf[value]!),
  }));
  return { format, examples, classes, skipped: [...skipped, ...unreadable, ...maskless] };
}

/** A picture and its mask's values, at the picture's size here. */
export interface MaskedPicture extends DecodedPicture {
  readonly item: MaskedFile;
  readonly values: Uint8Array;
}

async function readMasks(
  decoded: readonly (DecodedPicture & { readonly item: MaskedFile })[],
  { signal }: ReadOptions,
): Promise<{ readonly masked: MaskedPicture[]; readonly skipped: readonly Skipped[] }> {
  const masked: MaskedPicture[] = [];
  const wrong: { readonly path: string; readonly reason: string }[] = [];
  for (const picture of decoded) {
    signal.throwIfAborted();
    try {
      const mask: MaskValues = await picture.item.readMask(picture.pixels);
      masked.push({ ...picture, values: shrinkMask(mask, picture.pixels) });
    } catch (error) {
      // a few broken masks are normal in collected data: counted, and refused when many
      const reason = error instanceof Error ? error.message : String(error);
      wrong.push({ path: picture.file.path, reason });
    }
  }
  if (wrong.length > Math.max(1, decoded.length * mostUnreadable)) {
    const listed = wrong.slice(0, 5).map(({ path, reason }) => `${path} (${reason})`);
    throw new Failure(
      'DATASET_INVALID',
      `The dataset: expected masks that can be read, found ${wrong.length} of ${decoded.length} pictures without: ${listed.join(', ')}${wrong.length > 5 ? ', …' : ''}`,
      {
        hint: 'Save masks as PNG, grey or with a palette, as large as their pictures; a value is a class.',
      },
    );
  }
  return {
    masked,
    skipped: leftOut(
      'mask cannot be read',
      wrong.map(({ path }) => path),
    ),
  };
}

/** Pixels of each class. */
export function countPixels({ examples, classes }: SegmentationData): ClassCount[] {
  const counts = new Array<number>(256).fill(0);
  for (const { mask } of examples) for (const label of mask) counts[label]! += 1;
  return classes.map((name, label) => ({ name, count: counts[label]! }));
}

/** SHA-256 over the content and mask of every picture, in order. */
export function fingerprintOf({ examples, classes }: SegmentationData): string {
  const lines = examples.map(({ sha256, mask }) => `${sha256} ${hashBytes(mask)}\n`);
  return hashText(`${JSON.stringify(classes)}\n${lines.join('')}`);
}

/** Classes that a picture shows, by name. */
export function classesOf({ mask }: SegmentationExample, classes: readonly string[]): Set<string> {
  const labels = new Set(mask);
  labels.delete(ignoredClass);
  return new Set([...labels].map((label) => classes[label]!));
}
