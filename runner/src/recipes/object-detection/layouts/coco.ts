import { Failure } from '@orangery/schemas';
import type { DataFile } from '../../../dataset/data-file.ts';
import { isPicture } from '../../image-classification/layout.ts';
import { readCocoFiles, type CocoFile } from '../../pictures/coco-file.ts';
import { leftOut } from '../../left-out.ts';
import type { BoxedFile, BoxedFiles, ListedBox } from './layout.ts';

/** A JSON file that is called as COCO’s are. */
export function looksLikeCoco(path: string): boolean {
  return /(^|[/_.-])(instances?|annotations?|coco|labels?)[^/]*\.json$/i.test(path);
}

/**
 * Reads COCO: JSON files with images, annotations and categories beside the pictures. Groups of
 * things (`iscrowd`) are left out and counted.
 * @returns `null` when there is no such file
 * @throws Failure DATASET_INVALID
 */
export async function readCoco(files: readonly DataFile[]): Promise<BoxedFiles | null> {
  const parsed = await readCocoFiles(files);
  if (parsed.length === 0) return null;
  const pictures = new Map<DataFile, BoxedFile>();
  const [missing, crowds, flat]: string[][] = [[], [], []];
  for (const coco of parsed) {
    for (const { name, file, annotations } of coco.pictures) {
      if (file === null) missing!.push(name);
      else {
        const boxes = annotations.filter(({ isCrowd }) => !isCrowd).map((one) => boxOf(one, coco));
        const solid = boxes.filter(({ width, height }) => width > 0 && height > 0);
        if (boxes.length < annotations.length) crowds!.push(name);
        if (solid.length < boxes.length) flat!.push(name);
        const known = pictures.get(file)?.boxes ?? [];
        pictures.set(file, { file, boxes: [...known, ...solid] });
      }
    }
  }
  const unlisted = files.filter((file) => isPicture(file.path) && !pictures.has(file));
  return {
    format: 'COCO',
    unit: 'pixels',
    pictures: files.flatMap((file) => pictures.get(file) ?? []),
    skipped: [
      ...leftOut('listed but not there', missing!),
      ...leftOut(
        'picture without a label',
        unlisted.map(({ path }) => path),
      ),
      ...leftOut('box of a group of things', crowds!),
      ...leftOut('box without an area', flat!),
    ],
  };
}

function boxOf(
  { place, label, box }: CocoFile['pictures'][number]['annotations'][number],
  { path }: CocoFile,
): ListedBox {
  if (box === null) {
    throw new Failure(
      'DATASET_INVALID',
      `${path}: ${place}/bbox: expected [x, y, width, height] in pixels, found something else`,
      { hint: 'Give every annotation the box of its thing.' },
    );
  }
  const [x, y, width, height] = box;
  return { label, x, y, width, height };
}
