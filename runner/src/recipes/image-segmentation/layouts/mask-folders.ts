import { Failure } from '@orangery/schemas';
import type { DataFile } from '../../../dataset/data-file.ts';
import { isPicture } from '../../image-classification/layout.ts';
import { leftOut } from '../../left-out.ts';
import {
  baseNameOf,
  namesOfLines,
  readText,
  stemOf,
  swapFolder,
} from '../../pictures/file-names.ts';
import { readPngValues } from '../read-png-values.ts';
import type { MaskedFile, MaskedFiles, MaskValues } from './layout.ts';

/** Folders of pictures and of their masks; SINGA-Auto's are in the singular, within train and val. */
const folders = [
  ['images', 'masks'],
  ['image', 'mask'],
  ['jpegimages', 'SegmentationClass'],
  ['images', 'labels'],
] as const;

interface Pair {
  readonly picture: DataFile;
  readonly mask: DataFile;
}

/** Pictures and masks of the same name in such folders. */
export function pairMasks(files: readonly DataFile[]): {
  readonly pairs: readonly Pair[];
  readonly unpaired: readonly DataFile[];
} {
  const stems = new Map(
    files.filter(({ path }) => isPicture(path)).map((file) => [stemOf(file.path), file]),
  );
  const masks = new Set<DataFile>();
  const pairs: Pair[] = [];
  for (const [stem, picture] of stems) {
    const mask = maskOf(stem, stems);
    if (mask === undefined) continue;
    masks.add(mask);
    pairs.push({ picture, mask });
  }
  const used = new Set(pairs.map(({ picture }) => picture).concat(...masks));
  return { pairs, unpaired: [...stems.values()].filter((file) => !used.has(file)) };
}

function maskOf(stem: string, stems: ReadonlyMap<string, DataFile>): DataFile | undefined {
  for (const [from, to] of folders) {
    const path = swapFolder(stem, from, to);
    const mask = path === null ? undefined : stems.get(path);
    if (mask !== undefined) return mask;
  }
  return undefined;
}

/**
 * Reads folders of pictures and masks of the same names, with `classes.txt` (a name a line, by value)
 * or SINGA-Auto's `params.json`, or neither.
 * @returns `null` when there are no such folders
 * @throws Failure DATASET_INVALID
 */
export async function readMaskFolders(files: readonly DataFile[]): Promise<MaskedFiles | null> {
  const { pairs, unpaired } = pairMasks(files);
  if (pairs.length === 0) return null;
  const params = files.find(({ path }) => baseNameOf(path) === 'params.json');
  const lines = files.find(({ path }) => /^(classes\.txt|.*\.names)$/.test(baseNameOf(path)));
  const isLoose = ({ path }: DataFile): boolean => !/(^|\/)masks?\//i.test(path);
  return {
    format: params === undefined ? 'images and masks' : 'SINGA-Auto, image and mask',
    pictures: pairs.map(maskedFile),
    names: lines === undefined ? null : namesOfLines(await readText(lines)),
    classCount: params === undefined ? null : readClassCount(params.path, await readText(params)),
    skipped: [
      ...leftOut(
        'picture without a mask',
        unpaired.filter(isLoose).map(({ path }) => path),
      ),
      ...leftOut(
        'mask without a picture',
        unpaired.filter((file) => !isLoose(file)).map(({ path }) => path),
      ),
    ],
  };
}

function maskedFile({ picture, mask }: Pair): MaskedFile {
  return {
    file: picture,
    readMask: async ({ width, height, stored = { width, height } }): Promise<MaskValues> => {
      const values = await readPngValues(await mask.read());
      if (values.width === stored.width && values.height === stored.height) return values;
      throw new Error(
        `${mask.path}: expected ${stored.width} × ${stored.height} pixels as ${picture.path} has, found ${values.width} × ${values.height}`,
      );
    },
  };
}

function readClassCount(path: string, text: string): number {
  let value: unknown = null;
  try {
    value = JSON.parse(text);
  } catch {
    // what is wrong with it is said below
  }
  const count =
    typeof value === 'object' && value !== null && 'num_classes' in value
      ? value.num_classes
      : null;
  if (typeof count === 'number' && Number.isInteger(count) && count >= 2 && count <= 255)
    return count;
  throw new Failure(
    'DATASET_INVALID',
    `${path}: /num_classes: expected a whole number from 2 to 255, found ${JSON.stringify(count)}`,
    { hint: 'Write {"num_classes": 21}, the background counted.' },
  );
}
