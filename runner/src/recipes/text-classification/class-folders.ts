import type { DataFile } from '../../dataset/data-file.ts';
import type { LabelledFile, LabelledFiles } from '../labelled-files.ts';
import { leftOut } from '../left-out.ts';

// what archives leave beside the data: ._review.txt, __MACOSX
const besides = /(^|\/)[._]/;
const splitName = /^(train(ing)?|test(ing)?|valid(ation)?|val|dev|eval)$/i;

/** Whether a path is that of a text by its ending. */
export function isText(path: string): boolean {
  return /\.(txt|text)$/i.test(path) && !besides.test(path);
}

/** Texts in folders named after their classes; folders of a split are looked through. */
export function findClassFolders(files: readonly DataFile[]): LabelledFiles {
  const texts = files.filter(({ path }) => isText(path));
  const depth = classDepth(texts.map(({ path }) => path));
  const labelled: LabelledFile[] = [];
  const loose: string[] = [];
  for (const file of texts) {
    const parts = file.path.split('/');
    if (parts.length > depth + 1) labelled.push({ file, label: parts[depth]!.normalize('NFC') });
    else loose.push(file.path);
  }
  const others = files.filter(({ path }) => !isText(path)).map(({ path }) => path);
  return {
    format: 'folder a class',
    labelled: labelled.sort((a, b) => (a.file.path < b.file.path ? -1 : 1)),
    skipped: [
      ...leftOut('not a .txt file', others),
      ...leftOut('not in a folder of a class', loose),
    ],
  };
}

/** How many folders of classes there are. */
export function countClassFolders(files: readonly DataFile[]): number {
  return new Set(findClassFolders(files).labelled.map(({ label }) => label)).size;
}

/** Leading folders around all that is in folders, and below them a level of `train/`, `test/`. */
function classDepth(paths: readonly string[]): number {
  const folders = paths.map((path) => path.split('/').slice(0, -1));
  let depth = 0;
  for (;;) {
    const below = folders.filter((parts) => parts.length > depth);
    const names = [...new Set(below.map((parts) => parts[depth]!))];
    const isAround = names.length === 1 || names.every((name) => splitName.test(name));
    if (!isAround || !below.some((parts) => parts.length > depth + 1)) return depth;
    depth += 1;
  }
}
