import { Failure, type Skipped } from '@orangery/schemas';
import type { DataFile } from '../../../dataset/data-file.ts';
import { isPicture } from '../../image-classification/layout.ts';
import { leftOut } from '../../left-out.ts';
import { baseNameOf, readText, stemOf, swapFolder } from '../../pictures/file-names.ts';
import type { BoxedFile, BoxedFiles, ListedBox } from './layout.ts';
import { readClassNames } from './yolo-names.ts';

/** A text file in a folder `labels`. */
export function isYoloLabel(path: string): boolean {
  return /(^|\/)labels\/(.+\/)?[^/]+\.txt$/i.test(path) && baseNameOf(path) !== 'classes.txt';
}

/**
 * Reads `images/` and `labels/`: a text file a picture, a line a box, with the class number and the
 * middle and sides of the box as shares of the picture. An empty file says that nothing is there.
 * @returns `null` when there are no such labels
 * @throws Failure DATASET_INVALID
 */
export async function readYolo(files: readonly DataFile[]): Promise<BoxedFiles | null> {
  const labels = new Map(
    files.filter(({ path }) => isYoloLabel(path)).map((file) => [stemOf(file.path), file]),
  );
  if (labels.size === 0) return null;
  const names = await readClassNames(files);
  const pictures: BoxedFile[] = [];
  const unlabelled: string[] = [];
  const flat: string[] = [];
  for (const file of files.filter(({ path }) => isPicture(path))) {
    const stem = swapFolder(stemOf(file.path), 'images', 'labels');
    const label = stem === null ? undefined : labels.get(stem);
    if (label === undefined) unlabelled.push(file.path);
    else {
      labels.delete(stem!);
      const boxes = await readLabels(label, names);
      const solid = boxes.filter(({ width, height }) => width > 0 && height > 0);
      if (solid.length < boxes.length) flat.push(label.path);
      pictures.push({ file, boxes: solid });
    }
  }
  const lonely = [...labels.values()].map(({ path }) => path);
  return {
    format: 'YOLO, images and labels',
    unit: 'shares',
    pictures,
    skipped: [
      ...leftOut('picture without a label file', unlabelled),
      ...leftOut('label file without a picture', lonely),
      ...leftOut('box without an area', flat),
      ...(await listedButMissing(files)),
    ],
  };
}

async function readLabels(file: DataFile, names: readonly string[] | null): Promise<ListedBox[]> {
  const lines = (await readText(file)).split(/\r?\n/);
  return lines.flatMap((line, index) =>
    line.trim() === '' ? [] : [readLine(line.trim(), `${file.path}:${index + 1}`, names)],
  );
}

/** What is lost by rounding when shares are written. */
const tolerance = 0.01;

function readLine(line: string, place: string, names: readonly string[] | null): ListedBox {
  const cells = line.split(/\s+/);
  const [number = NaN, x = NaN, y = NaN, width = NaN, height = NaN] = cells.map(Number);
  if (cells.length !== 5 || !Number.isInteger(number) || number < 0) {
    throw wrongLine(place, 'a class number and 4 shares', line);
  }
  const [left, top] = [x - width / 2, y - height / 2];
  const isInside = [left, top].every((edge) => edge >= -tolerance);
  if (!isInside || !(left + width <= 1 + tolerance) || !(top + height <= 1 + tolerance)) {
    throw wrongLine(place, 'a box inside the picture, in shares from 0 to 1', line);
  }
  const label = names === null ? String(number) : names[number];
  if (label === undefined || label === '') {
    throw wrongLine(place, `a class number from 0 to ${names!.length - 1}`, String(number));
  }
  return { label, x: left, y: top, width, height };
}

function wrongLine(place: string, expected: string, found: string): Failure {
  const shown = JSON.stringify(found.length > 60 ? `${found.slice(0, 60)}…` : found);
  return new Failure('DATASET_INVALID', `${place}: expected ${expected}, found ${shown}`, {
    hint: 'Write a line a box: class x y width height; x and y of its middle, all four divided by the picture’s sides.',
  });
}

/** Pictures that `train.txt` or `valid.txt` name and that are not there. */
async function listedButMissing(files: readonly DataFile[]): Promise<Skipped[]> {
  const lists = files.filter(({ path }) => /(^|\/)(train|valid|val|test)\.txt$/i.test(path));
  const known = new Set(files.map(({ path }) => baseNameOf(path)));
  const missing: string[] = [];
  for (const list of lists.filter(({ path }) => !isYoloLabel(path))) {
    const lines = (await readText(list)).split(/\r?\n/).map((line) => line.trim());
    missing.push(...lines.filter((line) => line !== '' && !known.has(baseNameOf(line))));
  }
  return leftOut('listed but not there', missing);
}
