import { beforeAll, describe, expect, it } from 'vitest';
import { toFailure } from '@orangery/schemas';
import { objectDetection as recipe } from '../../../../runner/src/recipes/object-detection/index.ts';
import type { DetectionData } from '../../../../runner/src/recipes/object-detection/read-detection.ts';
import { cornerPicture } from '../../../helpers/pictures.ts';
import { dataFiles, readOptions } from '../../../helpers/read-data.ts';

type Files = Record<string, string | Uint8Array>;

const read = async (files: Files): Promise<DetectionData> =>
  recipe.readData(dataFiles(files), readOptions());
const problemOf = async (files: Files): Promise<string> =>
  read(files).then(
    () => 'no failure',
    (error: unknown) => {
      const { code, message, hint } = toFailure(error);
      return `${code} ${message} | ${hint}`;
    },
  );

let picture: Uint8Array;
beforeAll(async () => {
  picture = await cornerPicture(0, 1, 40);
});

/** Pictures 0 … count−1 in a folder. */
function pictures(folder: string, count: number): Files {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`${folder}/${index}.png`, picture]),
  );
}

function labels(folder: string, texts: readonly string[]): Files {
  return Object.fromEntries(texts.map((text, index) => [`${folder}/${index}.txt`, text]));
}

const line = '0 0.5 0.5 0.5 0.25\n';

describe('reading YOLO', () => {
  it('takes boxes by their middle, names from class.names, and an empty file as a picture of nothing', async () => {
    const data = await read({
      ...pictures('images', 4),
      ...labels('labels', [line, line, `${line}0 0.1 0.1 0.2 0.2\n`, '']),
      'class.names': 'kite\n',
    });
    expect(data.examples.map(({ boxes }) => boxes.length)).toEqual([1, 1, 2, 0]);
    expect(data.examples[0]!.boxes).toEqual([
      { label: 'kite', x: 0.25, y: 0.375, width: 0.5, height: 0.25 },
    ]);
    expect(recipe.describe(data)).toMatchObject({
      format: 'YOLO, images and labels',
      examples: 4,
      classes: [{ name: 'kite', count: 4 }],
      image: { width: 40, height: 40, channels: 3 },
    });
    expect(recipe.strata(data)).toEqual(['kite', 'kite', 'kite', 'kite']);
  });

  it.each([
    ['images/train', 'labels/train'],
    ['train/images', 'train/labels'],
    ['data/coco8/images/val', 'data/coco8/labels/val'],
  ])('finds labels of %s in %s', async (images, folder) => {
    const data = await read({ ...pictures(images, 3), ...labels(folder, [line, line, line]) });
    expect(data.classes).toEqual(['0']);
  });

  it.each([
    ['classes.txt', 'owl\nbat\n'],
    ['data.yaml', 'path: x\nnames: [owl, "bat"] # two\n'],
    ['data.yaml', 'nc: 2\nnames:\n  - owl\n  - bat\n'],
    ['data.yml', "names:\n  0: 'owl'\n  1: bat\nnc: 2\n"],
  ])('takes names from %s that says %j', async (name, text) => {
    const bat = '1 0.5 0.5 0.1 0.1\n';
    const texts = [line, line, line, bat, bat, bat];
    const data = await read({ ...pictures('images', 6), ...labels('labels', texts), [name]: text });
    expect(data.classes).toEqual(['bat', 'owl']);
  });

  it('counts what does not belong together', async () => {
    const data = await read({
      ...pictures('images', 5),
      ...labels('labels', [line, line, line, '0 0.5 0.5 0 0.2']),
      'labels/lonely.txt': line,
      'train.txt': 'images/0.png\nimages/gone.png\n',
    });
    expect(data.skipped).toEqual([
      { reason: 'picture without a label file', count: 1, names: ['images/4.png'] },
      { reason: 'label file without a picture', count: 1, names: ['labels/lonely.txt'] },
      { reason: 'box without an area', count: 1, names: ['labels/3.txt'] },
      { reason: 'listed but not there', count: 1, names: ['images/gone.png'] },
    ]);
  });

  it.each([
    [
      '0 0.5 0.5 0.5',
      'labels/0.txt:1: expected a class number and 4 shares, found "0 0.5 0.5 0.5"',
    ],
    ['\na 1 1 1 1', 'labels/0.txt:2: expected a class number and 4 shares, found "a 1 1 1 1"'],
    [
      '0 20 20 10 10',
      'expected a box inside the picture, in shares from 0 to 1, found "0 20 20 10 10"',
    ],
    ['0 NaN 0 0 0', 'expected a box inside the picture'],
    ['7 0.5 0.5 0.5 0.5', 'labels/0.txt:1: expected a class number from 0 to 1, found "7"'],
  ])('refuses the line %j', async (text, message) => {
    const files = { ...pictures('images', 3), ...labels('labels', [text, line, line]) };
    expect(await problemOf({ ...files, 'classes.txt': 'owl\nbat' })).toContain(message);
  });
});

interface Coco {
  images: unknown[];
  annotations: unknown[];
  categories: unknown[];
}

function coco(change: (file: Coco) => void = () => {}): string {
  const file: Coco = {
    images: [0, 1, 2].map((id) => ({ id, file_name: `${id}.png`, width: 40, height: 40 })),
    categories: [{ id: 17, name: 'cat' }],
    annotations: [0, 1, 2].map((id) => ({
      id,
      image_id: id,
      category_id: 17,
      bbox: [10, 20, 20, 10],
    })),
  };
  change(file);
  return JSON.stringify(file);
}

describe('reading COCO', () => {
  it('takes boxes in pixels of pictures beside the file or in a folder', async () => {
    for (const [folder, path] of [
      ['train', 'train/_annotations.coco.json'],
      ['train2017', 'annotations/instances_train2017.json'],
    ] as const) {
      const data = await read({ ...pictures(folder, 4), [path]: coco() });
      expect(data.examples[2]!.boxes).toEqual([
        { label: 'cat', x: 0.25, y: 0.5, width: 0.5, height: 0.25 },
      ]);
      expect(data.format).toBe('COCO');
      expect(data.skipped).toEqual([
        { reason: 'picture without a label', count: 1, names: [`${folder}/3.png`] },
      ]);
    }
  });

  it('cuts boxes at the edge of the picture and leaves groups out', async () => {
    const text = coco(({ annotations }) => {
      annotations.push({ image_id: 0, category_id: 17, bbox: [0, 0, 9, 9], iscrowd: 1 });
      annotations.push({ image_id: 1, category_id: 17, bbox: [30, 30, 20, 20] });
    });
    const data = await read({ ...pictures('images', 3), 'annotations.json': text });
    expect(data.examples.map(({ boxes }) => boxes.length)).toEqual([1, 2, 1]);
    expect(data.examples[1]!.boxes[1]).toMatchObject({
      x: 0.75,
      y: 0.75,
      width: 0.25,
      height: 0.25,
    });
    expect(data.skipped).toMatchObject([{ reason: 'box of a group of things', count: 1 }]);
  });

  it.each([
    [
      (file: Coco) => file.annotations.push({ image_id: 99, category_id: 17, bbox: [1, 1, 1, 1] }),
      '/annotations/3/image_id: expected the id of an image, found 99',
    ],
    [
      (file: Coco) => file.annotations.push({ image_id: 0, category_id: 1, bbox: [1, 1, 1, 1] }),
      '/annotations/3/category_id: expected the id of a category, found 1',
    ],
    [
      (file: Coco) => file.annotations.push({ image_id: 0, category_id: 17 }),
      '/annotations/3/bbox: expected [x, y, width, height] in pixels',
    ],
    [(file: Coco) => file.annotations.push(null), '/annotations/3: expected an object, found null'],
    [
      (file: Coco) => file.images.push({ id: 8 }),
      '/images/3/file_name: expected a text, found nothing',
    ],
    [
      (file: Coco) => file.categories.push({ id: 8, name: 5 }),
      '/categories/1/name: expected a text, found 5',
    ],
  ])('refuses %s', async (change, message) => {
    const text = coco((file) => void change(file));
    expect(await problemOf({ ...pictures('a', 3), 'a/x.json': text })).toContain(
      `a/x.json: ${message}`,
    );
  });
});

function voc(objects: string): string {
  return `<annotation><size><width>40</width></size>${objects}</annotation>`;
}
const object =
  '<object><name>dog</name><bndbox><xmin>11</xmin><ymin>21</ymin><xmax>30</xmax><ymax>30</ymax></bndbox></object>';

describe('reading Pascal VOC', () => {
  it('takes boxes whose first pixel is 1', async () => {
    const data = await read({
      ...pictures('JPEGImages', 3),
      ...Object.fromEntries([0, 1, 2].map((id) => [`Annotations/${id}.xml`, voc(object)])),
    });
    expect(data.format).toBe('Pascal VOC');
    expect(data.examples[0]!.boxes).toEqual([
      { label: 'dog', x: 0.25, y: 0.5, width: 0.5, height: 0.25 },
    ]);
  });

  it.each([
    ['<annotation><object>', 'a.xml:1: expected XML, found'],
    ['<other/>', 'a.xml: expected the element annotation, found another'],
    [voc('<object><bndbox/></object>'), 'a.xml: object 1: expected a name, found none'],
    [
      voc('<object><name>a</name></object>'),
      'a.xml: object 1: expected bndbox with xmin, ymin, xmax, ymax',
    ],
    // an entity that would grow is left as it is written
    [
      '<!DOCTYPE a [<!ENTITY b "bbbb">]><annotation><object><name>&b;</name></object></annotation>',
      'object 1: expected bndbox',
    ],
  ])('refuses %j', async (text, message) => {
    expect(await problemOf({ 'a.png': picture, 'a.xml': text })).toContain(message);
  });
});

describe('a dataset of boxes is refused', () => {
  it('when there are no boxes', async () => {
    const files = { ...pictures('images', 3), ...labels('labels', ['', '', '']) };
    expect(await problemOf(files)).toMatchInlineSnapshot(
      `"DATASET_INVALID The dataset: expected boxes in its pictures, found none | Mark things in the pictures; pictures without any are welcome beside them."`,
    );
  });

  it('when a class is in too few pictures to divide', async () => {
    const files = {
      ...pictures('images', 4),
      ...labels('labels', [line, line, line, '1 0.5 0.5 0.2 0.2']),
    };
    expect(await problemOf(files)).toMatchInlineSnapshot(
      `"DATASET_INVALID The dataset: expected at least 3 pictures with boxes of each class, found that "1" has 1 | Add pictures of these classes or take their boxes out."`,
    );
  });

  it('when it is something else', async () => {
    expect(await problemOf({ 'table.csv': 'a,b\n1,2\n' })).toMatchInlineSnapshot(
      `"DATASET_INVALID The dataset: expected pictures and boxes as COCO, YOLO or Pascal VOC, found 1 files (table.csv) and no picture with labels | Put pictures into images/ and a text file a picture into labels/: images/1.jpg, labels/1.txt."`,
    );
  });

  it('when other data has a class that it does not know', async () => {
    const files = { ...pictures('images', 3), ...labels('labels', [line, line, line]) };
    const [one, other] = [await read({ ...files, 'classes.txt': 'owl' }), await read(files)];
    expect(() => recipe.align(one, other)).toThrow(
      'The data: expected only the classes 0, found owl',
    );
    expect(recipe.align(other, other).classes).toEqual(['0']);
  });
});
