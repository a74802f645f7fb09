/**
 * Two different paths, or folders on the way to them, that a file system without case takes for one;
 * null when there are none.
 */
export function caseTwins(paths: readonly string[]): readonly [string, string] | null {
  const seen = new Map<string, string>();
  for (const path of paths) {
    for (const part of prefixes(path)) {
      const folded = foldCase(part);
      const twin = seen.get(folded);
      if (twin !== undefined && twin !== part) return [twin, part];
      seen.set(folded, part);
    }
  }
  return null;
}

/** A name as a file system without case compares it. */
export function foldCase(name: string): string {
  // upper case first: ß and SS, ı and I are one there
  return name.normalize('NFKC').toUpperCase().toLowerCase();
}

/** `a/b/c` → `a`, `a/b`, `a/b/c`. */
function prefixes(path: string): readonly string[] {
  const names = path.split('/');
  return names.map((_, at) => names.slice(0, at + 1).join('/'));
}
