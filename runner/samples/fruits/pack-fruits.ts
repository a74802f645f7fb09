import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import { ZipFile } from 'yazl';
import type { PresetName } from '../sample-options.ts';
import { drawFruits, type FruitPicture } from './draw-fruits.ts';
import { fruitNames } from './fruit.ts';

export interface FruitPackOptions {
  readonly seed: number;
  readonly preset: PresetName;
  readonly pictures: number;
}

/** What belongs to a picture besides its pixels: the file's ending, its folder, its content. */
export interface FruitLabels {
  readonly folder: string;
  readonly ending: string;
  readonly encode: (picture: FruitPicture) => Promise<Uint8Array>;
  /** Names of the classes, in order. */
  readonly classes: readonly string[];
}

/** YOLO: a line a fruit with class, middle and sides as shares of the picture. */
export const boxLabels: FruitLabels = {
  folder: 'labels',
  ending: 'txt',
  classes: fruitNames,
  encode: async ({ fruit, width, height }) => {
    const lines = fruit.map((seen) => {
      const middle = [(seen.x + seen.width / 2) / width, (seen.y + seen.height / 2) / height];
      const sides = [seen.width / width, seen.height / height];
      const shares = [...middle, ...sides].map((share) => share.toFixed(5));
      return `${fruitNames.indexOf(seen.name)} ${shares.join(' ')}\n`;
    });
    return Buffer.from(lines.join(''));
  },
};

/** Grey PNG of the same size whose values are classes. */
export const maskLabels: FruitLabels = {
  folder: 'masks',
  ending: 'png',
  classes: ['table', ...fruitNames],
  encode: async ({ mask, width, height }) =>
    sharp(mask, { raw: { width, height, channels: 1 } })
      .toColourspace('b-w')
      .png({ compressionLevel: 9 })
      .toBuffer(),
};

/**
 * Draws fruit and packs pictures in `images/` beside their labels, and `classes.txt`.
 * @returns a zip, the same bytes for the same options
 */
export async function packFruits(
  { seed, preset, pictures }: FruitPackOptions,
  labels: FruitLabels,
): Promise<Uint8Array> {
  const zip = new ZipFile();
  // local midnight, as a zip's own time has no zone: every machine writes the same
  const time = { mtime: new Date(2026, 0, 1), mode: 0o100644, forceDosTimestamp: true };
  const digits = Math.max(3, String(pictures - 1).length);
  zip.addBuffer(Buffer.from(`${labels.classes.join('\n')}\n`), 'classes.txt', time);
  for (let index = 0; index < pictures; index += 1) {
    const picture = drawFruits({ seed, preset, index });
    const name = String(index).padStart(digits, '0');
    // both are compressed already
    const stored = { ...time, compress: false };
    zip.addBuffer(Buffer.from(await encodePicture(picture)), `images/${name}.webp`, stored);
    const label = Buffer.from(await labels.encode(picture));
    zip.addBuffer(label, `${labels.folder}/${name}.${labels.ending}`, stored);
  }
  zip.end();
  return buffer(zip.outputStream);
}

/** @returns a WebP file */
export async function encodePicture({ pixels, width, height }: FruitPicture): Promise<Uint8Array> {
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .webp({ quality: 60, effort: 6 })
    .toBuffer();
}
