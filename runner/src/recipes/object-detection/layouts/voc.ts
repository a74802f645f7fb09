import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { Failure } from '@orangery/schemas';
import type { DataFile } from '../../../dataset/data-file.ts';
import { isPicture } from '../../image-classification/layout.ts';
import { leftOut } from '../../left-out.ts';
import { baseNameOf, readText, stemOf } from '../../pictures/file-names.ts';
import type { BoxedFile, BoxedFiles, ListedBox } from './layout.ts';

/**
 * Reads Pascal VOC: an XML file a picture, with the same name, wherever both lie.
 * @returns `null` when there are no XML files
 * @throws Failure DATASET_INVALID
 */
export async function readVoc(files: readonly DataFile[]): Promise<BoxedFiles | null> {
  const annotations = new Map(
    files
      .filter(({ path }) => /\.xml$/i.test(path))
      .map((file) => [baseNameOf(stemOf(file.path)), file]),
  );
  if (annotations.size === 0) return null;
  const pictures: BoxedFile[] = [];
  const unlabelled: string[] = [];
  for (const file of files.filter(({ path }) => isPicture(path))) {
    const name = baseNameOf(stemOf(file.path));
    const annotation = annotations.get(name);
    if (annotation === undefined) unlabelled.push(file.path);
    else
      pictures.push({ file, boxes: readAnnotation(annotation.path, await readText(annotation)) });
    annotations.delete(name);
  }
  const lonely = [...annotations.values()].map(({ path }) => path);
  return {
    format: 'Pascal VOC',
    unit: 'pixels',
    pictures,
    skipped: [
      ...leftOut('picture without a label file', unlabelled),
      ...leftOut('label file without a picture', lonely),
    ],
  };
}

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  processEntities: false,
  isArray: (name) => name === 'object',
});

function readAnnotation(path: string, text: string): ListedBox[] {
  const problem = XMLValidator.validate(text);
  if (problem !== true) {
    throw wrong(`${path}:${problem.err.line}`, 'XML', problem.err.msg);
  }
  const annotation = childOf(parser.parse(text), 'annotation');
  if (annotation === undefined) throw wrong(path, 'the element annotation', 'another');
  const objects = childOf(annotation, 'object');
  const list: readonly unknown[] = Array.isArray(objects) ? objects : [];
  return list.map((object, index) => {
    const place = `${path}: object ${index + 1}`;
    const label = childOf(object, 'name');
    if (typeof label !== 'string' || label === '') throw wrong(place, 'a name', 'none');
    const edge = (name: string): number => Number(childOf(childOf(object, 'bndbox'), name) ?? NaN);
    // the first pixel is 1, and the last is part of the box
    const [x, y] = [edge('xmin') - 1, edge('ymin') - 1];
    const [width, height] = [edge('xmax') - x, edge('ymax') - y];
    if (!(width > 0) || !(height > 0)) {
      throw wrong(place, 'bndbox with xmin, ymin, xmax, ymax in pixels', 'something else');
    }
    return { label, x, y, width, height };
  });
}

function childOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return Reflect.get(value, name);
}

function wrong(place: string, expected: string, found: string): Failure {
  return new Failure('DATASET_INVALID', `${place}: expected ${expected}, found ${found}`, {
    hint: 'Write annotation/object with name and bndbox, as Pascal VOC does.',
  });
}
