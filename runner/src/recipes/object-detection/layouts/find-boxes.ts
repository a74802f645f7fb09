import { Failure } from '@orangery/schemas';
import type { DataFile } from '../../../dataset/data-file.ts';
import { isPicture } from '../../image-classification/layout.ts';
import { byPath, swapFolder } from '../../pictures/file-names.ts';
import { looksLikeCoco, readCoco } from './coco.ts';
import type { BoxedFiles } from './layout.ts';
import { readVoc } from './voc.ts';
import { isYoloLabel, readYolo } from './yolo.ts';

/**
 * Finds pictures and their boxes in whichever of the three layouts they are.
 * @throws Failure DATASET_INVALID
 */
export async function findBoxes(files: readonly DataFile[]): Promise<BoxedFiles> {
  const sorted = files.toSorted(byPath);
  const found =
    (await readCoco(sorted)) ?? (await readYolo(sorted)) ?? (await readVoc(sorted)) ?? null;
  if (found !== null && found.pictures.length > 0) return found;
  const listed = sorted.slice(0, 3).map(({ path }) => path);
  throw new Failure(
    'DATASET_INVALID',
    `The dataset: expected pictures and boxes as COCO, YOLO or Pascal VOC, found ${files.length} files (${listed.join(', ')}) and no picture with labels`,
    {
      hint: 'Put pictures into images/ and a text file a picture into labels/: images/1.jpg, labels/1.txt.',
    },
  );
}

/** Whether files look like pictures with boxes, by their paths alone: 0 no … 1 surely. */
export function resemblesBoxes(files: readonly DataFile[]): number {
  const paths = new Set(files.map(({ path }) => path));
  const pictures = files.filter(({ path }) => isPicture(path)).map(({ path }) => path);
  if (pictures.length === 0) return 0;
  const labelled = files.filter(({ path }) => /\.(txt|xml)$/i.test(path)).length;
  if (files.some(({ path }) => looksLikeCoco(path))) {
    return Math.min(1, (pictures.length + 1 + labelled) / files.length);
  }
  if (files.some(({ path }) => isYoloLabel(path))) {
    const other = pictures.filter((path) => swapFolder(path, 'images', 'labels') === null).length;
    return (pictures.length - other + labelled) / files.length;
  }
  const annotated = pictures.filter((path) => hasAnnotation(path, paths)).length;
  return (2 * annotated) / files.length;
}

function hasAnnotation(path: string, paths: ReadonlySet<string>): boolean {
  const beside = path.replace(/\.[^./]*$/, '.xml');
  const apart = beside.replace('JPEGImages/', 'Annotations/');
  return paths.has(beside) || paths.has(apart);
}
