import { relative } from 'node:path';

/** A path as people know it: from where they are when it is below, else whole. */
export function shownPath(path: string, cwd: string): string {
  const below = relative(cwd, path);
  return below === '' || below.startsWith('..') ? path : below;
}
