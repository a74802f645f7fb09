import { filesOf, writeFiles, type FileEntry } from './files.ts';
import { mergeBase } from './history.ts';
import type { GitObjects } from './objects.ts';

/**
 * The tree that brings the changes of `theirs` to `ours`; null where both changed the same file
 * differently (GitHub would look for lines that do not overlap).
 */
export function mergeTrees(objects: GitObjects, ours: string, theirs: string): string | null {
  const base = filesOf(objects, mergeBase(objects, ours, theirs));
  const merged = filesOf(objects, ours);
  const wanted = filesOf(objects, theirs);
  for (const path of new Set([...base.keys(), ...wanted.keys()])) {
    const [before, mine, their] = [base.get(path), merged.get(path), wanted.get(path)];
    if (isSame(before, their) || isSame(mine, their)) continue;
    if (!isSame(before, mine)) return null;
    if (their) merged.set(path, their);
    else merged.delete(path);
  }
  return writeFiles(objects, merged);
}

function isSame(one: FileEntry | undefined, other: FileEntry | undefined): boolean {
  return one?.sha === other?.sha && one?.mode === other?.mode;
}
