import { describe, expect, it } from 'vitest';
import { toFailure } from '@orangery/schemas';
import { imageClassification } from '../../../runner/src/recipes/image-classification/index.ts';
import { resizeToSquare } from '../../../runner/src/recipes/image-classification/resize.ts';
import { cornerDataset, cornerPicture } from '../../helpers/pictures.ts';
import { dataFiles, readOptions } from '../../helpers/read-data.ts';

const read = async (files: Record<string, string | Uint8Array>) =>
  imageClassification.readData(dataFiles(files), readOptions());
const messageOf = async (files: Record<string, string | Uint8Array>): Promise<string> =>
  read(files).then(
    () => 'no failure',
    (error: unknown) => `${toFailure(error).code} ${toFailure(error).message}`,
  );

describe('reading pictures', () => {
  it('takes the class from the folder, below whatever is around all of them', async () => {
    const files = await cornerDataset(2, 4);
    const nested = Object.fromEntries(
      Object.entries(files).map(([path, bytes]) => [`photos/2026/${path}`, bytes]),
    );
    const data = await read({ ...nested, 'photos/readme.txt': 'hello' });
    expect(imageClassification.describe(data)).toMatchObject({
      format: 'folder a class',
      examples: 8,
      classes: [
        { name: 'corner-0', count: 4 },
        { name: 'corner-1', count: 4 },
      ],
      skipped: [{ reason: 'not a picture', count: 1 }],
    });
  });

  it('reads images.csv and numbers classes in their order', async () => {
    const files: Record<string, string | Uint8Array> = {};
    const lines = ['path,class'];
    for (let index = 0; index < 9; index += 1) {
      files[`images/${index}.png`] = await cornerPicture(index % 3, index);
      lines.push(`images/${index}.png,${[10, 2, 1][index % 3]}`);
    }
    const data = await read({ ...files, 'images.csv': lines.join('\n') });
    expect(data.format).toBe('images.csv');
    expect(data.classes).toEqual(['1', '2', '10']);
  });

  it.each([
    [
      'picture,class\na.png,x',
      'images.csv:1: expected the columns path and class, found picture, class',
    ],
    ['', 'images.csv:1: expected the columns path and class, found nothing'],
    ['path,class\na.png,x\nb.png', 'images.csv:3: expected a path and a class, found less'],
    ['path,class\n"a.png', 'images.csv:2: expected the quote that opens a cell to be closed'],
  ])('refuses images.csv that says %j', async (text, message) => {
    expect(await messageOf({ 'images.csv': text, 'a.png': 'x' })).toContain(message);
  });

  it('names, counts and skips a picture that does not decode', async () => {
    const files = await cornerDataset(2, 8);
    const data = await read({ ...files, 'corner-0/broken.jpg': 'not a picture' });
    expect(data.examples).toHaveLength(16);
    expect(data.skipped).toEqual([
      { reason: 'does not decode', count: 1, names: ['corner-0/broken.jpg'] },
    ]);
  });

  it('refuses when too many do not decode', async () => {
    const files: Record<string, string | Uint8Array> = await cornerDataset(2, 4);
    for (let index = 0; index < 4; index += 1) files[`corner-1/x${index}.png`] = 'nothing';
    expect(await messageOf(files)).toMatch(
      /^DATASET_INVALID The dataset: expected pictures that decode, found 4 of 12 that do not: corner-1\/x0.png \(/,
    );
  });

  it('refuses a class with one picture by its name', async () => {
    const files = await cornerDataset(2, 4);
    const lonely = await cornerPicture(3, 1);
    expect(await messageOf({ ...files, 'lonely/1.png': lonely })).toMatchInlineSnapshot(
      `"DATASET_INVALID The dataset: expected at least 3 examples of each class, found that "lonely" has 1"`,
    );
  });

  it.each([
    ['masks/0.png', 'found pictures and masks of the same names'],
    ['labels/0.txt', 'found pictures and boxes in labels/'],
  ])('refuses pictures beside %s, whose folders are no classes', async (path, message) => {
    const picture = await cornerPicture(0, 1);
    expect(await messageOf({ 'images/0.png': picture, [path]: picture })).toContain(message);
  });

  it('refuses files without a label', async () => {
    expect(await messageOf({ 'table.csv': 'a,b\n1,2\n' })).toMatch(/no labelled picture/);
  });
});

describe('resizing', () => {
  it('averages over the area that a pixel covers', () => {
    const data = Uint8Array.from([0, 255, 255, 0, 255, 0, 0, 255, 0, 255, 255, 0, 255, 0, 0, 255]);
    const square = resizeToSquare({ width: 4, height: 4, channels: 1, data }, 2, 1);
    for (const value of square) expect(value).toBeCloseTo(0.5, 5);
  });

  it('keeps a flat picture flat at any size', () => {
    const data = new Uint8Array(7 * 5 * 3).fill(51);
    for (const side of [3, 5, 16, 23]) {
      const square = resizeToSquare({ width: 7, height: 5, channels: 3, data }, side, 3);
      expect(square).toHaveLength(side * side * 3);
      for (const value of square) expect(value).toBeCloseTo(0.2, 5);
    }
  });
});
