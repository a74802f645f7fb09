import { drawFruits } from '../../../runner/samples/fruits/draw-fruits.ts';
import {
  encodePicture,
  type FruitLabels,
  type FruitPackOptions,
} from '../../../runner/samples/fruits/pack-fruits.ts';
import type { DataFile } from '../../../runner/src/dataset/data-file.ts';
import { dataFiles } from '../../helpers/read-data.ts';

/** The files that `packFruits` packs, in memory. */
export async function fruitFiles(
  { seed, preset, pictures }: FruitPackOptions,
  labels: FruitLabels,
): Promise<DataFile[]> {
  const files: Record<string, string | Uint8Array> = { 'classes.txt': labels.classes.join('\n') };
  for (let index = 0; index < pictures; index += 1) {
    const picture = drawFruits({ seed, preset, index });
    const name = String(index).padStart(4, '0');
    files[`images/${name}.webp`] = await encodePicture(picture);
    files[`${labels.folder}/${name}.${labels.ending}`] = await labels.encode(picture);
  }
  return dataFiles(files);
}
