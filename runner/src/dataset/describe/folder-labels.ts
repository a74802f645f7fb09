import type { DataFile } from '../data-file.ts';

/** Names of a split's parts, which are none of classes. */
export const partName = /^(train(ing)?|test(ing)?|val(id(ation)?)?|dev|eval)$/i;
/** Fewest files a folder holds on average for folders to be taken as classes. */
const fewestEach = 2;

/**
 * Label of each file where every one lies in a folder and the folders look like classes: the first
 * folder below those that all share. None where they do not.
 */
export function folderLabels(files: readonly DataFile[]): readonly string[] {
  const folders = files.map(({ path }) => path.split('/').slice(0, -1));
  let depth = 0;
  while (folders.length > 0 && folders.every((parts) => parts.length > depth + 1)) {
    if (folders.some((parts) => parts[depth] !== folders[0]![depth])) break;
    depth += 1;
  }
  if (folders.some((parts) => parts.length <= depth)) return [];
  const labels = folders.map((parts) => parts[depth]!);
  const names = new Set(labels);
  const areClasses = ![...names].some((name) => partName.test(name));
  return areClasses && names.size > 1 && names.size * fewestEach <= labels.length ? labels : [];
}
