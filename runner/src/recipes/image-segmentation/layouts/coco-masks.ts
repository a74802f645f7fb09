import { Failure } from '@orangery/schemas';
import type { DataFile } from '../../../dataset/data-file.ts';
import type { Pixels } from '../../pictures/pixels.ts';
import { readCocoFiles, type CocoAnnotation, type CocoPicture } from '../../pictures/coco-file.ts';
import { leftOut } from '../../left-out.ts';
import { fillPolygon } from './fill-polygon.ts';
import { fillRuns } from './fill-runs.ts';
import type { MaskedFile, MaskedFiles, MaskValues } from './layout.ts';

/**
 * Reads COCO: things outlined by polygons or by run lengths; what no thing covers is background, and
 * a later thing covers an earlier one.
 * @returns `null` when there is no such file
 * @throws Failure DATASET_INVALID
 */
export async function readCocoMasks(files: readonly DataFile[]): Promise<MaskedFiles | null> {
  const parsed = await readCocoFiles(files);
  const outlined = parsed.filter(({ pictures }) => pictures.some(hasShapes));
  if (outlined.length === 0) return null;
  const names = [...new Set(['background', ...outlined.flatMap(({ categories }) => categories)])];
  if (names.length > 255) {
    throw new Failure(
      'DATASET_INVALID',
      `The dataset: expected at most 254 categories, found ${names.length - 1}`,
      { hint: 'Leave out categories that do not occur.' },
    );
  }
  const pictures = outlined.flatMap((coco) => coco.pictures);
  return {
    format: 'COCO, shapes',
    pictures: pictures.flatMap((picture) => maskedFile(picture, names)),
    names,
    classCount: null,
    skipped: leftOut(
      'listed but not there',
      pictures.filter(({ file }) => file === null).map(({ name }) => name),
    ),
  };
}

function hasShapes({ annotations }: CocoPicture): boolean {
  return annotations.some(({ segmentation }) =>
    Array.isArray(segmentation) ? segmentation.length > 0 : segmentation !== undefined,
  );
}

function maskedFile({ file, annotations }: CocoPicture, names: readonly string[]): MaskedFile[] {
  if (file === null) return [];
  return [{ file, readMask: async (pixels) => paintShapes(annotations, pixels, names) }];
}

/** At the size that the picture was decoded to. */
function paintShapes(
  annotations: readonly CocoAnnotation[],
  { width, height, stored = { width, height } }: Pixels,
  names: readonly string[],
): MaskValues {
  const mask = { width, height, values: new Uint8Array(width * height) };
  for (const { place, label, segmentation } of annotations) {
    const value = names.indexOf(label);
    const shapes: readonly unknown[] = Array.isArray(segmentation) ? segmentation : [];
    for (const shape of shapes) {
      if (!isOutline(shape)) {
        throw new Error(
          `${place}/segmentation: expected lists of at least 3 points, x and y in turn`,
        );
      }
      const scaled = shape.map((length, index) =>
        index % 2 === 0 ? (length * width) / stored.width : (length * height) / stored.height,
      );
      fillPolygon(mask, scaled, value);
    }
    if (!Array.isArray(segmentation) && segmentation !== undefined) {
      fillRuns(mask, segmentation, { ...stored, value, place });
    }
  }
  return mask;
}

function isOutline(shape: unknown): shape is number[] {
  return (
    Array.isArray(shape) &&
    shape.length >= 6 &&
    shape.length % 2 === 0 &&
    shape.every(Number.isFinite)
  );
}
