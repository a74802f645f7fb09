import type { GitObjects } from './objects.ts';

/** A commit and all before it, nearest first. */
export function ancestors(objects: GitObjects, commit: string): Set<string> {
  const found = new Set<string>([commit]);
  for (const sha of found) {
    for (const parent of objects.commits.get(sha)?.parents ?? []) found.add(parent);
  }
  return found;
}

/** The nearest commit that both have before them; null when they share none. */
export function mergeBase(objects: GitObjects, one: string, other: string): string | null {
  const known = ancestors(objects, one);
  for (const sha of ancestors(objects, other)) if (known.has(sha)) return sha;
  return null;
}

/** Commits of `head` that `base` does not have, newest first. */
export function commitsBetween(objects: GitObjects, base: string, head: string): string[] {
  const known = ancestors(objects, base);
  return [...ancestors(objects, head)].filter((sha) => !known.has(sha));
}
