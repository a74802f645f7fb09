import { beforeAll, describe, expect, it } from 'vitest';
import { toFailure } from '@orangery/schemas';
import { imageSegmentation as recipe } from '../../../../runner/src/recipes/image-segmentation/index.ts';
import type { SegmentationData } from '../../../../runner/src/recipes/image-segmentation/read-segmentation.ts';
import { cornerPicture } from '../../../helpers/pictures.ts';
import { pngBytes } from '../../../helpers/png-bytes.ts';
import { dataFiles, readOptions } from '../../../helpers/read-data.ts';

type Files = Record<string, string | Uint8Array>;

const read = async (files: Files): Promise<SegmentationData> =>
  recipe.readData(dataFiles(files), readOptions());
const problemOf = async (files: Files): Promise<string> =>
  read(files).then(
    () => 'no failure',
    (error: unknown) => {
      const { code, message, hint } = toFailure(error);
      return `${code} ${message} | ${hint}`;
    },
  );

const side = 8;
let picture: Uint8Array;
beforeAll(async () => {
  picture = await cornerPicture(0, 1, side);
});

/** Upper half one value, lower half another; as a palette when asked. */
function mask(upper: number, lower: number, colour = 0): Uint8Array {
  const samples = Array.from({ length: side * side }, (_, pixel) =>
    pixel < (side * side) / 2 ? upper : lower,
  );
  return pngBytes({ width: side, height: side, colour, samples });
}

function dataset(masks: readonly Uint8Array[], images = 'images', folder = 'masks'): Files {
  const pairs = masks.flatMap((bytes, index): [string, Uint8Array][] => [
    [`${images}/${index}.png`, picture],
    [`${folder}/${index}.png`, bytes],
  ]);
  return Object.fromEntries(pairs);
}

const five = [0, 0, 0, 0, 0];

describe('reading masks', () => {
  it.each([
    ['images', 'masks'],
    ['a/images/train', 'a/masks/train'],
    ['train/image', 'train/mask'],
    ['VOC/JPEGImages', 'VOC/SegmentationClass'],
    ['images', 'labels'],
  ])('finds those of %s in %s', async (images, folder) => {
    const data = await read(
      dataset(
        five.map(() => mask(0, 1, 3)),
        images,
        folder,
      ),
    );
    expect(data.classes).toEqual(['0', '1']);
    expect([...data.examples[0]!.mask.slice(24, 40)]).toEqual([...'0000000011111111'].map(Number));
  });

  it('reads SINGA-Auto’s layout: train and val, params.json, an ignored value', async () => {
    const files = {
      ...dataset([mask(0, 2), mask(1, 2), mask(255, 2)], 'train/image', 'train/mask'),
      ...dataset([mask(0, 0), mask(0, 1)], 'val/image', 'val/mask'),
      'params.json': '{"num_classes": 4}',
    };
    const data = await read(files);
    expect(recipe.describe(data)).toMatchObject({
      format: 'SINGA-Auto, image and mask',
      examples: 5,
      classes: [
        { name: '0', count: 32 + 64 + 32 },
        { name: '1', count: 32 + 32 },
        { name: '2', count: 96 },
      ],
    });
    expect(data.classes).toEqual(['0', '1', '2', '3']);
  });

  it('names values by classes.txt', async () => {
    const files = { ...dataset(five.map(() => mask(0, 1))), 'classes.txt': 'sky\nsea\n' };
    expect((await read(files)).classes).toEqual(['sky', 'sea']);
  });

  it('takes black and white as two classes', async () => {
    const data = await read(dataset(five.map(() => mask(0, 255))));
    expect(data.classes).toEqual(['0', '255']);
    expect(new Set(data.examples[0]!.mask)).toEqual(new Set([0, 1]));
  });

  it('keeps large masks at the size that their pictures are kept at, value by value', async () => {
    const large = await cornerPicture(0, 1, 300);
    const samples = Array.from({ length: 300 * 300 }, (_, pixel) => (pixel % 300 < 150 ? 3 : 9));
    const png = pngBytes({ width: 300, height: 300, samples });
    const files = Object.fromEntries(
      five.flatMap((_, index): [string, Uint8Array][] => [
        [`images/${index}.png`, large],
        [`masks/${index}.png`, png],
      ]),
    );
    const { examples, classes } = await read(files);
    expect(classes).toEqual(['3', '9']);
    expect(examples[0]!.mask).toHaveLength(128 * 128);
    expect([...examples[0]!.mask.slice(62, 66)]).toEqual([0, 0, 1, 1]);
  });

  it('counts pictures without a mask and masks without a picture or that cannot be read', async () => {
    const data = await read({
      ...dataset([...five.map(() => mask(0, 1)), pngBytes({ width: 1, height: 1, samples: [0] })]),
      'images/alone.png': picture,
      'masks/lonely.png': mask(0, 1),
    });
    expect(data.skipped).toEqual([
      { reason: 'picture without a mask', count: 1, names: ['images/alone.png'] },
      { reason: 'mask without a picture', count: 1, names: ['masks/lonely.png'] },
      { reason: 'mask cannot be read', count: 1, names: ['images/5.png'] },
    ]);
  });

  it('expresses masks in other data’s classes by name', async () => {
    const masks = dataset(five.map(() => mask(0, 1)));
    const one = await read({ ...masks, 'classes.txt': 'sea\nsky' });
    const other = await read({ ...masks, 'classes.txt': 'sky\nsea\nland' });
    const aligned = recipe.align(one, other);
    expect(aligned.classes).toEqual(['sky', 'sea', 'land']);
    expect([...aligned.examples[0]!.mask.slice(31, 33)]).toEqual([1, 0]);
    const land = await read({ ...masks, 'classes.txt': 'land\nice' });
    expect(() => recipe.align(land, one)).toThrow(
      'expected only the classes sea, sky, found land, ice',
    );
  });
});

describe('reading shapes of COCO', () => {
  const image = (id: number) => ({ id, file_name: `${id}.png`, width: side, height: side });
  const lower = [[0, 4, 8, 4, 8, 8, 0, 8]];

  function coco(segmentation: unknown): Files {
    const annotations = five.map((_, id) => ({ image_id: id, category_id: 1, segmentation }));
    const file = {
      images: five.map((_, id) => image(id)),
      categories: [{ id: 1, name: 'sea' }],
      annotations,
    };
    const files = Object.fromEntries(five.map((_, id) => [`${id}.png`, picture]));
    return { ...files, 'instances.json': JSON.stringify(file) };
  }

  it.each([
    ['polygons', lower],
    // columns of 8: four of nothing, four of the thing
    ['run lengths', { size: [8, 8], counts: five.concat(0, 0, 0).flatMap(() => [4, 4]) }],
    // the same packed: 4 4 4, then differences of 0
    ['packed run lengths', { size: [8, 8], counts: '4440000000000000' }],
  ])('fills %s', async (_, segmentation) => {
    const data = await read(coco(segmentation));
    expect(data.classes).toEqual(['background', 'sea']);
    expect(data.format).toBe('COCO, shapes');
    expect([...data.examples[0]!.mask]).toEqual([...'0'.repeat(32), ...'1'.repeat(32)].map(Number));
  });

  it.each([
    [
      [[1, 2, 3]],
      '/annotations/0/segmentation: expected lists of at least 3 points, x and y in turn',
    ],
    [
      { counts: [1, 2] },
      '/annotations/0/segmentation: expected run lengths of 8 × 8 pixels, found 3',
    ],
    [
      { counts: '~~~' },
      '/annotations/0/segmentation: expected run lengths of 8 × 8 pixels, found something else',
    ],
    [{ counts: 'ooooooooo' }, 'expected run lengths of 8 × 8 pixels, found something else'],
  ])('refuses %j', async (segmentation, message) => {
    expect(await problemOf(coco(segmentation))).toContain(message);
  });
});

describe('a dataset of masks is refused', () => {
  it('when a value has no name', async () => {
    const files = { ...dataset(five.map(() => mask(0, 7))), 'classes.txt': 'sky\nsea\n' };
    expect(await problemOf(files)).toMatchInlineSnapshot(
      `"DATASET_INVALID The mask of images/0.png: expected values from 0 to 1 or 255, found 7 | Name every class, the background too; write 255 where a pixel is not to be judged."`,
    );
  });

  it('when there is one value only', async () => {
    expect(await problemOf(dataset(five.map(() => mask(3, 3))))).toContain(
      'expected masks with at least 2 values, found one: 3',
    );
  });

  it('when masks are of another size or kind than their pictures', async () => {
    const files = dataset(five.map(() => pngBytes({ width: 2, height: 1, samples: [0, 1] })));
    expect(await problemOf(files)).toContain(
      'The dataset: expected masks that can be read, found 5 of 5 pictures without: images/0.png (masks/0.png: expected 8 × 8 pixels as images/0.png has, found 2 × 1), images/1.png',
    );
  });

  it.each([
    [
      '{"num_classes": "many"}',
      'params.json: /num_classes: expected a whole number from 2 to 255, found "many"',
    ],
    ['nonsense', 'params.json: /num_classes: expected a whole number from 2 to 255, found null'],
  ])('when params.json says %j', async (text, message) => {
    const files = { ...dataset(five.map(() => mask(0, 1))), 'params.json': text };
    expect(await problemOf(files)).toContain(message);
  });

  it('when it is something else, or too small', async () => {
    expect(await problemOf({ 'a.csv': 'a,b' })).toContain(
      'expected pictures and their masks, found 1 files (a.csv) and no picture with a mask',
    );
    expect(await problemOf(dataset([mask(0, 1)]))).toContain(
      'expected at least 5 pictures with masks, found 1',
    );
  });
});
