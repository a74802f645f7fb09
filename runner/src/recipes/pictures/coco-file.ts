import { Failure } from '@orangery/schemas';
import type { DataFile } from '../../dataset/data-file.ts';
import { isPicture } from '../image-classification/layout.ts';
import { baseNameOf, folderOf, readText } from './file-names.ts';

export interface CocoAnnotation {
  /** Where in the file, as a JSON pointer. */
  readonly place: string;
  /** Name of the category. */
  readonly label: string;
  /** Left, top, width, height in pixels; `null` when there is none. */
  readonly box: readonly [number, number, number, number] | null;
  /** Whether it marks a group of things. */
  readonly isCrowd: boolean;
  /** Polygons or run lengths, not yet checked. */
  readonly segmentation: unknown;
}

export interface CocoPicture {
  readonly name: string;
  /** `null` when it is not in the dataset. */
  readonly file: DataFile | null;
  readonly annotations: readonly CocoAnnotation[];
}

/** A file of COCO’s format. */
export interface CocoFile {
  readonly path: string;
  /** Names in order of their id. */
  readonly categories: readonly string[];
  readonly pictures: readonly CocoPicture[];
}

type Entry = Readonly<Record<string, unknown>>;

/**
 * Reads every JSON file that has COCO’s three lists: images, annotations, categories.
 * @throws Failure DATASET_INVALID
 */
export async function readCocoFiles(files: readonly DataFile[]): Promise<CocoFile[]> {
  const found: CocoFile[] = [];
  for (const file of files.filter(({ path }) => /\.json$/i.test(path))) {
    const value = parse(await readText(file));
    if (isEntry(value) && Array.isArray(value['images']) && Array.isArray(value['annotations'])) {
      found.push(readCocoFile(file.path, value, files));
    }
  }
  return found;
}

/** Other JSON files may lie beside: what does not parse is none of COCO’s. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function readCocoFile(path: string, value: Entry, files: readonly DataFile[]): CocoFile {
  const list = (name: string): Entry[] => listOf(path, name, value[name]);
  const names = new Map<unknown, string>();
  for (const [index, { id, name }] of list('categories').entries()) {
    if (typeof name !== 'string' || name === '') {
      throw wrong(path, `/categories/${index}/name`, 'a text', name);
    }
    names.set(id, name);
  }
  const pictures = new Map<unknown, CocoPicture & { readonly annotations: CocoAnnotation[] }>();
  const find = finderOf(folderOf(path), files);
  for (const [index, { id, file_name: name }] of list('images').entries()) {
    if (typeof name !== 'string') throw wrong(path, `/images/${index}/file_name`, 'a text', name);
    pictures.set(id, { name, file: find(name), annotations: [] });
  }
  for (const [index, entry] of list('annotations').entries()) {
    const place = `/annotations/${index}`;
    const picture = pictures.get(entry['image_id']);
    if (picture === undefined) {
      throw wrong(path, `${place}/image_id`, 'the id of an image', entry['image_id']);
    }
    const label = names.get(entry['category_id']);
    if (label === undefined) {
      throw wrong(path, `${place}/category_id`, 'the id of a category', entry['category_id']);
    }
    const { segmentation, iscrowd, bbox } = entry;
    const box = readBox(bbox);
    picture.annotations.push({ place, label, box, segmentation, isCrowd: iscrowd === 1 });
  }
  return { path, categories: [...names.values()], pictures: [...pictures.values()] };
}

function listOf(path: string, name: string, value: unknown): Entry[] {
  if (!Array.isArray(value)) throw wrong(path, `/${name}`, 'a list', value);
  const index = value.findIndex((entry) => !isEntry(entry));
  if (index >= 0) throw wrong(path, `/${name}/${index}`, 'an object', value[index]);
  return value.filter(isEntry);
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readBox(value: unknown): CocoAnnotation['box'] {
  if (!Array.isArray(value) || value.length !== 4 || !value.every(Number.isFinite)) return null;
  const [x, y, width, height] = value.map(Number);
  return [x!, y!, width!, height!];
}

/** A picture by its path from the JSON file, from the top, or by its name when only one has it. */
function finderOf(folder: string, files: readonly DataFile[]): (name: string) => DataFile | null {
  const pictures = files.filter(({ path }) => isPicture(path));
  const paths = new Map(pictures.map((file) => [file.path, file]));
  const names = Map.groupBy(pictures, ({ path }) => baseNameOf(path));
  return (name) => {
    const sameName = names.get(baseNameOf(name)) ?? [];
    const only = sameName.length === 1 ? sameName[0] : undefined;
    const ending = sameName.find(({ path }) => path.endsWith(`/${name}`));
    return paths.get(folder + name) ?? paths.get(name) ?? ending ?? only ?? null;
  };
}

function wrong(path: string, place: string, expected: string, found: unknown): Failure {
  const shown = JSON.stringify(found)?.slice(0, 60) ?? 'nothing';
  return new Failure('DATASET_INVALID', `${path}: ${place}: expected ${expected}, found ${shown}`, {
    hint: 'Write COCO’s format: images with id and file_name, categories with id and name, annotations with image_id, category_id and bbox.',
  });
}
