import { Failure } from '@orangery/schemas';
import type { DataFile } from '../../../dataset/data-file.ts';
import { isPicture } from '../../image-classification/layout.ts';
import { byPath } from '../../pictures/file-names.ts';
import { looksLikeCoco } from '../../object-detection/layouts/coco.ts';
import { readCocoMasks } from './coco-masks.ts';
import type { MaskedFiles } from './layout.ts';
import { pairMasks, readMaskFolders } from './mask-folders.ts';

/**
 * Finds pictures and their masks, in folders side by side or as shapes in COCO's JSON.
 * @throws Failure DATASET_INVALID
 */
export async function findMasks(files: readonly DataFile[]): Promise<MaskedFiles> {
  const sorted = files.toSorted(byPath);
  const found = (await readMaskFolders(sorted)) ?? (await readCocoMasks(sorted));
  if (found !== null && found.pictures.length > 0) return found;
  const listed = sorted.slice(0, 3).map(({ path }) => path);
  throw new Failure(
    'DATASET_INVALID',
    `The dataset: expected pictures and their masks, found ${files.length} files (${listed.join(', ')}) and no picture with a mask`,
    {
      hint: 'Put pictures into images/ and a PNG of the same name into masks/: images/1.jpg, masks/1.png.',
    },
  );
}

/** Whether files look like pictures with masks, by their paths alone: 0 no … 1 surely. */
export function resemblesMasks(files: readonly DataFile[]): number {
  const pairs = pairMasks(files).pairs.length;
  const beside = files.filter(({ path }) => !isPicture(path)).length;
  if (pairs > 0) return Math.min(1, (2 * pairs + Math.min(2, beside)) / files.length);
  // as shapes they may be in COCO's file: boxes surely are
  const pictures = files.length - beside;
  const hasCoco = files.some(({ path }) => looksLikeCoco(path));
  return hasCoco && pictures > 0 ? (0.9 * pictures) / files.length : 0;
}
