import { Failure } from '@orangery/schemas';
import type { DataFile } from '../../dataset/data-file.ts';
import { pairMasks } from '../image-segmentation/layouts/mask-folders.ts';
import { isYoloLabel } from '../object-detection/layouts/yolo.ts';

/** What pictures have that are labelled for another recipe, by paths alone; `null` when nothing. */
export function labelledOtherwise(
  files: readonly DataFile[],
): { readonly what: string; readonly recipe: string } | null {
  if (files.some(({ path }) => isYoloLabel(path))) {
    return { what: 'boxes in labels/', recipe: 'object-detection' };
  }
  if (2 * pairMasks(files).pairs.length > 0.5 * files.length) {
    return { what: 'masks of the same names', recipe: 'image-segmentation' };
  }
  return null;
}

/**
 * Folders of masks would be read as a class of pictures.
 * @throws Failure DATASET_INVALID
 */
export function checkLabelledSo(files: readonly DataFile[]): void {
  const other = labelledOtherwise(files);
  if (other === null || files.some(({ path }) => path.endsWith('images.csv'))) return;
  throw new Failure(
    'DATASET_INVALID',
    `The dataset: expected pictures in a folder a class, found pictures and ${other.what}`,
    { hint: `This looks like data for ${other.recipe}: train a module of that recipe with it.` },
  );
}
