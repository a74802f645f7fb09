import { isAbsolute, resolve, sep } from 'node:path';
import { Failure } from './failure.ts';

/**
 * Joins a path that came from data to its folder.
 * @throws Failure PATH_OUTSIDE when it leads out of the folder
 */
export function resolveInside(root: string, path: string): string {
  const base = resolve(root);
  const target = resolve(base, path);
  const isInside = target === base || target.startsWith(base + sep);
  if (isAbsolute(path) || path.includes('\0') || path.includes('\\') || !isInside) {
    throw new Failure('PATH_OUTSIDE', `${JSON.stringify(path)} leads out of ${root}`);
  }
  return target;
}
