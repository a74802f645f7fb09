import type { DataFile } from '../../dataset/data-file.ts';
import { withLabels, type LabelledData, type LabelledExample } from '../labelled-files.ts';
import { decodePictures } from '../pictures/decode-pictures.ts';
import type { ReadOptions } from '../recipe.ts';
import { findLabelledFiles } from './layout.ts';
import type { Pixels } from '../pictures/pixels.ts';

/** A picture of a dataset, decoded. */
export interface ImageExample extends LabelledExample {
  readonly pixels: Pixels;
}

export type ImageData = LabelledData<ImageExample>;

/**
 * Reads a folder a class, or SINGA-Auto's `images.csv`. What cannot be decoded is named, counted
 * and left out.
 * @throws Failure DATASET_INVALID
 */
export async function readImages(
  files: readonly DataFile[],
  options: ReadOptions,
): Promise<ImageData> {
  const { format, labelled, skipped } = await findLabelledFiles(files);
  const { decoded, skipped: undecoded } = await decodePictures(labelled, options);
  const examples = decoded.map(({ item, ...picture }) => ({ ...picture, label: item.label }));
  return withLabels({ format, examples, skipped: [...skipped, ...undecoded] });
}
